/** The table of writes: who writes, what is visible. Everything here runs inside a transaction of the caller. */
import type { Snapshot, Write } from '../../ports/event-store.ts';
import { HubProblem } from '../../runtime/problem.ts';
import type { Connection } from './connection.ts';

/** `dead`: abandoned, its records are still there. `gone`: abandoned, nothing of it is left. */
export type WriteState = 'open' | 'committed' | 'dead' | 'gone';

type WriteRow = {
  readonly number: number;
  readonly state: WriteState;
  readonly recordTime: number;
  readonly endedAt: number | null;
  readonly owner: string | null;
  readonly leaseUntil: number | null;
};

/**
 * Times in this table never go back, whatever the clock does: a write begins no earlier than all that began or ended
 * before it. `snapshotAt` rests on that.
 */
function tick(connection: Connection, now: number): number {
  const time = connection.first<{ time: number }>('UPDATE high_water SET time = max(time, $now) RETURNING time', {
    now: Math.floor(now),
  });
  if (!time) throw new Error('the events database has no high water mark');
  return time.time;
}

export function insertWrite(connection: Connection, owner: string, leaseUntil: number, now: number): Write {
  const { last, hidden } = snapshotNow(connection);
  const write: Write = { number: last + 1, recordTime: tick(connection, now) };
  connection.run(
    `INSERT INTO writes (number, state, recordTime, hiddenAtBegin, owner, leaseUntil)
     VALUES ($number, 'open', $recordTime, $hidden, $owner, $leaseUntil)`,
    { ...write, hidden: hidden.length === 0 ? null : JSON.stringify(hidden), owner, leaseUntil },
  );
  return write;
}

export const writeState = (connection: Connection, number: number): WriteState | undefined =>
  connection.first<{ state: WriteState }>('SELECT state FROM writes WHERE number = $number', { number })?.state;

/** When the lease of an open write runs out. */
export const leaseOf = (connection: Connection, number: number): number | null | undefined =>
  connection.first<{ leaseUntil: number | null }>('SELECT leaseUntil FROM writes WHERE number = $number', { number })?.leaseUntil;

/** @throws HubProblem lease-lost */
export function requireOpen(connection: Connection, { number, recordTime }: Write): void {
  const open = connection.first("SELECT 1 FROM writes WHERE number = $number AND recordTime = $recordTime AND state = 'open'", {
    number,
    recordTime,
  });
  if (!open) throw leaseLost(number);
}

export const leaseLost = (number: number): HubProblem =>
  new HubProblem('lease-lost', `Write ${number} is open no more: its lease ran out and it was abandoned.`);

/** @throws HubProblem lease-lost */
export function extendLease(connection: Connection, write: Write, leaseUntil: number): void {
  requireOpen(connection, write);
  connection.run('UPDATE writes SET leaseUntil = $leaseUntil WHERE number = $number', { number: write.number, leaseUntil });
}

/** Ends a write that is open. */
export function endWrite(connection: Connection, number: number, state: Exclude<WriteState, 'open'>, now: number): void {
  const endedAt = tick(connection, now);
  connection.run('UPDATE writes SET state = $state, endedAt = $endedAt, owner = NULL, leaseUntil = NULL WHERE number = $number', {
    number,
    state,
    endedAt,
  });
}

/** Ends a write that nothing is or will be recorded under, unless somebody has ended it before. */
export function endIfOpen(connection: Connection, number: number, state: 'gone', now: number): void {
  if (writeState(connection, number) === 'open') endWrite(connection, number, state, now);
}

/** Open writes that have run out of time, or whose owner is known to be gone. */
export function expiredWrites(connection: Connection, now: number, isGone: (owner: string) => boolean): readonly number[] {
  return connection
    .all<WriteRow>("SELECT * FROM writes WHERE state IN ('open', 'dead') AND state = 'open' ORDER BY number", {})
    .filter(({ leaseUntil, owner }) => (leaseUntil ?? 0) <= now || (owner !== null && isGone(owner)))
    .map(({ number }) => number);
}

/** Abandoned writes whose records are still there. */
export const deadWrites = (connection: Connection): readonly number[] =>
  connection
    .all<WriteRow>("SELECT number FROM writes WHERE state IN ('open', 'dead') AND state = 'dead' ORDER BY number", {})
    .map(({ number }) => number);

/** The repository as it is. One statement, so that it is one state. */
export function snapshotNow(connection: Connection): Snapshot {
  const row = connection.first<{ last: number | null; hidden: string; settled: number | null }>(
    `SELECT (SELECT max(number) FROM writes) AS last, json_group_array(number) AS hidden,
       min(recordTime) FILTER (WHERE state = 'open') AS settled
     FROM (SELECT number, state, recordTime FROM writes WHERE state IN ('open', 'dead') ORDER BY number)`,
    {},
  );
  return { last: row?.last ?? 0, hidden: numbers(row?.hidden), settled: row?.settled ?? Number.POSITIVE_INFINITY };
}

/**
 * The repository as it was. What was neither open nor dead when the last write up to then began had been committed
 * before; so only that write and those it found hidden are in question.
 */
export function snapshotAt(connection: Connection, at: number): Snapshot {
  const begun = connection.first<WriteRow & { readonly hiddenAtBegin: string | null }>(
    'SELECT * FROM writes WHERE recordTime <= $at ORDER BY recordTime DESC, number DESC LIMIT 1',
    { at },
  );
  if (!begun) return { last: 0, hidden: [], settled: Number.POSITIVE_INFINITY };
  const found = connection.all<WriteRow>(
    `SELECT * FROM writes WHERE number = $number OR number IN (SELECT value FROM json_each($hidden)) ORDER BY number`,
    { number: begun.number, hidden: begun.hiddenAtBegin ?? '[]' },
  );
  const wasOpen = ({ endedAt }: WriteRow): boolean => endedAt === null || endedAt > at;
  return {
    last: begun.number,
    hidden: found
      .filter((row) => row.state !== 'gone' && (row.state !== 'committed' || wasOpen(row)))
      .map(({ number }) => number),
    settled: Math.min(Number.POSITIVE_INFINITY, ...found.filter(wasOpen).map(({ recordTime }) => recordTime)),
  };
}

const numbers = (json: string | undefined): readonly number[] => JSON.parse(json ?? '[]') as number[]; // an array of numbers, by the statement
