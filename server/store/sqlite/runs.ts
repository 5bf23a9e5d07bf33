/** The runs of the term table: which one is being written, and which ones a range of sequences lies in. */
import type { Connection } from './connection.ts';

/**
 * Rows of a run. Within so many, a document of many EPCs of one class is written at 0.7 million rows/s; in one table of
 * 2 million rows it was a tenth of that.
 */
const LEAST_ROWS = 131_072;
/** In a large repository runs are larger, so that there are not more than a few hundred of them to look into. */
const SHARE = 64;

type Run = { readonly run: number; rows: number; lowest: number; highest: number };

export type Runs = {
  /** The run for all terms of the next event. */
  next(rows: number): number;
  /** Its terms are in that run. */
  take(run: number, sequence: number, rows: number): void;
  /** Writes down what was taken. */
  save(): void;
};

/** Runs inside a transaction of the caller, from here to `save`. */
export function openRuns(connection: Connection): Runs {
  const touched: Run[] = [];
  const last = connection.first<Run>('SELECT * FROM run ORDER BY run DESC LIMIT 1', {});
  const total = connection.first<{ rows: number | null }>('SELECT sum(rows) AS rows FROM run', {})?.rows ?? 0;
  const most = Math.max(LEAST_ROWS, Math.floor(total / SHARE));
  if (last) touched.push({ ...last });

  return {
    next: (rows) => {
      const current = touched.at(-1);
      if (!current) return 1;
      return current.rows > 0 && current.rows + rows > most ? current.run + 1 : current.run;
    },
    take: (run, sequence, rows) => {
      let current = touched.at(-1);
      if (current?.run !== run) {
        current = { run, rows: 0, lowest: sequence, highest: sequence };
        touched.push(current);
      }
      current.rows += rows;
      current.lowest = Math.min(current.lowest, sequence);
      current.highest = Math.max(current.highest, sequence);
    },
    save: () => {
      for (const run of touched)
        connection.run('REPLACE INTO run (run, rows, lowest, highest) VALUES ($run, $rows, $lowest, $highest)', run);
    },
  };
}

/** The runs that may hold terms of events of these sequences, `low <= s < high`, in the order of writing. */
export const runsBetween = (connection: Connection, low: number, high: number): readonly number[] =>
  connection
    .all<{ run: number }>('SELECT run FROM run WHERE highest >= $low AND lowest < $high ORDER BY run', { low, high })
    .map(({ run }) => run);
