/**
 * The terms of the events of one call, written together in the order of the index: for events of few EPCs, which have
 * most of their terms in common, that is 2.3 times as fast as event by event.
 */
import type { Connection } from './connection.ts';

/** Rows in one statement. Ten at a time were 1.2 times as fast as one; more brought nothing. */
const AT_ONCE = 10;
const insert = (rows: number): string =>
  `INSERT INTO term (run, term, time, sequence) VALUES ${Array.from({ length: rows }, (_, i) => `(?1, ?${3 * i + 2}, ?${3 * i + 3}, ?${3 * i + 4})`).join(', ')}`;
const insertSeveral = insert(AT_ONCE);
const insertOne = insert(1);

type EventTerms = {
  readonly run: number;
  readonly time: number;
  readonly sequence: number;
  /** Distinct and ascending. */
  readonly keys: Float64Array;
};

export type TermBatch = {
  add(terms: EventTerms): void;
  /** Writes all that was added. */
  save(): void;
};

/** Runs inside a transaction of the caller, from here to `save`. */
export function makeTermBatch(connection: Connection): TermBatch {
  const runs = new Map<number, EventTerms[]>();
  return {
    add: (terms) => {
      const others = runs.get(terms.run);
      if (others) others.push(terms);
      else runs.set(terms.run, [terms]);
    },
    save: () => {
      for (const [run, events] of runs) writeRun(connection, run, events);
      runs.clear();
    },
  };
}

function writeRun(connection: Connection, run: number, events: readonly EventTerms[]): void {
  const several = connection.statement(insertSeveral);
  const one = connection.statement(insertOne);
  const length = events.reduce((sum, { keys }) => sum + keys.length, 0);
  const keys = new Float64Array(length);
  const owners = new Uint32Array(length);
  let filled = 0;
  for (const [i, event] of events.entries()) {
    keys.set(event.keys, filled);
    owners.fill(i, filled, filled + event.keys.length);
    filled += event.keys.length;
  }
  const order = sortedIndices(keys);
  const values: number[] = [];
  for (let at = 0; at < length; ) {
    const rows = length - at < AT_ONCE ? 1 : AT_ONCE;
    for (let row = 0; row < rows; row++) {
      const index = order[at + row] ?? 0;
      const { time, sequence } = events[owners[index] ?? 0] as EventTerms; // every key has an owner
      values[3 * row] = keys[index] ?? 0;
      values[3 * row + 1] = time;
      values[3 * row + 2] = sequence;
    }
    values.length = 3 * rows;
    (rows === 1 ? one : several).run(run, ...values);
    at += rows;
  }
}

/** A plain array, not a typed one: its sort makes use of what is in order already, which here is every event by itself. */
function sortedIndices(keys: Float64Array): readonly number[] {
  const indices: number[] = [];
  for (let i = 0; i < keys.length; i++) indices.push(i);
  return indices.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
}
