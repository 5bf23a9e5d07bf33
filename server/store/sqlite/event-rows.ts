/** The rows of one event: key and time, body, terms, facts. Everything here runs inside a transaction of the caller. */
import type { StoredEvent } from '../../epcis/stored-event.ts';
import { factKey } from '../../query/term-key.ts';
import { termKeysOf } from '../../query/term-keys.ts';
import { factsOf } from '../../query/terms.ts';
import type { Connection } from './connection.ts';
import { type Body, fromBody, toBody } from './event-body.ts';
import type { Runs } from './runs.ts';

/** Terms in one statement. Ten at a time were 1.2 times as fast as one; more brought nothing. */
const TERMS_AT_ONCE = 10;
const insertTerm = 'INSERT INTO term (run, time, sequence, term) VALUES (?1, ?2, ?3, ?4)';
const insertTerms = `INSERT INTO term (run, time, sequence, term) VALUES ${Array.from({ length: TERMS_AT_ONCE }, (_, i) => `(?1, ?2, ?3, ?${i + 4})`).join(', ')}`;

/** @returns false when an event of this key is there; then nothing is changed */
export function insertEvent(connection: Connection, runs: Runs, sequence: number, stored: StoredEvent): boolean {
  const key = keyBytes(stored.key);
  if (connection.first('SELECT 1 FROM event WHERE key = $key', { key })) return false;
  const time = stored.event.eventTime.ms;
  const terms = termKeysOf(stored);
  const run = runs.take(sequence, terms.length);
  connection.run('INSERT INTO event (sequence, key, time, run) VALUES ($sequence, $key, $time, $run)', {
    sequence,
    key,
    time,
    run,
  });
  connection.run('INSERT INTO body (sequence, body) VALUES ($sequence, $body)', { sequence, body: toBody(stored) });
  writeTerms(connection, { run, time, sequence }, terms);
  for (const { path, value } of factsOf(stored)) {
    connection.run('INSERT OR IGNORE INTO fact (path, value, time, sequence) VALUES ($path, $value, $time, $sequence)', {
      path: factKey(path),
      value,
      time,
      sequence,
    });
  }
  return true;
}

/** @param keys distinct and ascending, so that neighbours are written together */
function writeTerms(connection: Connection, at: { run: number; time: number; sequence: number }, keys: Float64Array): void {
  const several = connection.statement(insertTerms);
  const one = connection.statement(insertTerm);
  const { run, time, sequence } = at;
  let done = 0;
  for (; done + TERMS_AT_ONCE <= keys.length; done += TERMS_AT_ONCE) {
    several.run(run, time, sequence, ...keys.subarray(done, done + TERMS_AT_ONCE));
  }
  for (const key of keys.subarray(done)) one.run(run, time, sequence, key);
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

const KEY = /^[0-9a-f]{32}$/;

function keyBytes(key: string): Uint8Array {
  if (!KEY.test(key)) throw new Error(`a key has 32 hexadecimal digits, not ${JSON.stringify(key)}`);
  return Buffer.from(key, 'hex');
}
