/** Rows of several arms, each in order, as one sequence in order. */
import type { Cursor } from '../../ports/event-store.ts';
import { type Arm, armSql, armsOf, type Search, type Source } from './compile-query.ts';
import type { Connection } from './connection.ts';
import { makeHeap } from './heap.ts';

export type Candidate = { readonly time: number; readonly sequence: number };
export type ArmRow = Candidate & { readonly run: number };

/** Rows fetched of an arm at a time: one arm of many gives most of them, as runs follow each other in time. */
const FETCH = { least: 16, most: 512 };

type Reading = { readonly arm: Arm; rows: readonly ArmRow[]; at: number; fetch: number; isOver: boolean };

/** Runs inside one reading of the caller: the rows are taken as they are wanted. */
export function* mergeArms(connection: Connection, search: Search, source: Source, after: Cursor | undefined): Generator<ArmRow> {
  const { by, direction } = search.plan.order;
  const sign = direction === 'ASC' ? 1 : -1;
  const compare = (a: ArmRow, b: ArmRow): number => {
    const byTime = by === 'eventTime' ? a.time - b.time : 0;
    return sign * (byTime === 0 ? a.sequence - b.sequence : byTime);
  };
  const fill = (reading: Reading, from: Cursor | undefined): void => {
    const { sql, values } = armSql(search, source, reading.arm, from, reading.fetch);
    reading.rows = connection.all<ArmRow>(sql, values);
    reading.at = 0;
    reading.isOver = reading.rows.length < reading.fetch;
    reading.fetch = Math.min(FETCH.most, reading.fetch * 4);
  };

  const heap = makeHeap<Reading>((a, b) => compare(head(a), head(b)));
  for (const arm of armsOf(search, source)) {
    const reading: Reading = { arm, rows: [], at: 0, fetch: FETCH.least, isOver: false };
    fill(reading, after);
    if (reading.rows.length > 0) heap.push(reading);
  }
  let last: ArmRow | undefined;
  for (let reading = heap.pop(); reading; reading = heap.pop()) {
    const row = head(reading);
    reading.at += 1;
    if (reading.at === reading.rows.length && !reading.isOver) fill(reading, { order: row.time, sequence: row.sequence });
    if (reading.at < reading.rows.length) heap.push(reading);
    // An event that has two of the terms comes twice, one after the other.
    if (row.sequence !== last?.sequence) yield row;
    last = row;
  }
}

function head({ rows, at }: Reading): ArmRow {
  const row = rows[at];
  if (!row) throw new Error('an arm without a row is being merged');
  return row;
}
