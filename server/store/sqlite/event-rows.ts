/** The rows of one event: key and time, body, terms, facts. Everything here runs inside a transaction of the caller. */
import type { StoredEvent } from '../../epcis/stored-event.ts';
import { termKeysOf } from '../../query/term-keys.ts';
import type { Connection } from './connection.ts';
import { type Body, fromBody } from './event-body.ts';
import { keyBytes, type PreparedEvent } from './prepare-event.ts';
import type { Runs } from './runs.ts';
import type { TermBatch } from './term-batch.ts';
import type { ValueBatch } from './value-batch.ts';

const insertRow = 'INSERT INTO event (sequence, key, time, run) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING';
const insertFact = 'INSERT OR IGNORE INTO fact (path, value, time, sequence) VALUES (?, ?, ?, ?)';
const insertBody = 'INSERT INTO body (sequence, body) VALUES (?, ?)';

/** `runs`, `terms` and `values` are to be saved in the end. */
export type InsertDeps = {
  readonly connection: Connection;
  readonly runs: Runs;
  readonly terms: TermBatch;
  readonly values: ValueBatch;
};

/** @returns false when an event of this key is there; then nothing is changed */
export function insertEvent(deps: InsertDeps, sequence: number, event: PreparedEvent): boolean {
  const { connection, runs, terms, values } = deps;
  const { time } = event;
  const run = runs.next(event.terms.length);
  // By position: these run for every event, and names cost as much as the work.
  const { changes } = connection.statement(insertRow).run(sequence, event.key, time, run);
  if (changes === 0) return false;
  connection.statement(insertBody).run(sequence, event.body);
  runs.take(run, sequence, event.terms.length);
  terms.add({ run, time, sequence, keys: event.terms });
  values.add(event.stored);
  for (const { path, value } of event.facts) connection.statement(insertFact).run(path, value, time, sequence);
  return true;
}

/** @returns undefined where the event is no longer there */
export function readEvent(
  connection: Connection,
  sequence: number,
): { readonly stored: StoredEvent; readonly length: number } | undefined {
  const row = connection.first<{ key: Uint8Array; body: Body }>(
    'SELECT event.key, body.body FROM event JOIN body USING (sequence) WHERE sequence = $sequence',
    { sequence },
  );
  return row && fromBody(row.key, row.body);
}

export const sequenceOfKey = (connection: Connection, key: string): number | undefined =>
  connection.first<{ sequence: number }>('SELECT sequence FROM event WHERE key = $key', { key: keyBytes(key) })?.sequence;

export function deleteEvent(connection: Connection, sequence: number): void {
  const found = readEvent(connection, sequence);
  const run = connection.first<{ run: number }>('SELECT run FROM event WHERE sequence = $sequence', { sequence })?.run;
  if (!found || run === undefined) return;
  const time = found.stored.event.eventTime.ms;
  for (const term of termKeysOf(found.stored)) {
    connection.run('DELETE FROM term WHERE run = $run AND term = $term AND time = $time AND sequence = $sequence', {
      run,
      term,
      time,
      sequence,
    });
  }
  connection.run('DELETE FROM fact WHERE sequence = $sequence', { sequence });
  connection.run('DELETE FROM body WHERE sequence = $sequence', { sequence });
  connection.run('DELETE FROM event WHERE sequence = $sequence', { sequence });
}
