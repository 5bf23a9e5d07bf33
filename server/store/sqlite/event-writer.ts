/**
 * Writes to the events database.
 *
 * A small write is one transaction from its beginning to its end: one commit, and nothing left when the process dies. In
 * a stream write every call is a transaction, and the table of writes decides what is seen.
 */
import type { StoredEvent } from '../../epcis/stored-event.ts';
import type { Appended, EventWriter, Write } from '../../ports/event-store.ts';
import { termKey } from '../../query/term-key.ts';
import { captureTerm } from '../../query/term-names.ts';
import type { Clock } from '../../runtime/clock.ts';
import { HubProblem } from '../../runtime/problem.ts';
import type { Connection } from './connection.ts';
import { insertElements } from './element-rows.ts';
import { deleteEvent, type InsertDeps, insertEvent, readEvent, sequenceOfKey } from './event-rows.ts';
import { type PreparedEvent, prepareEvent } from './prepare-event.ts';
import { purgeWrite, type Sweeper } from './purge.ts';
import { openRuns } from './runs.ts';
import { firstOf, SPAN, writeOf } from './sequence.ts';
import { makeSmallWrites } from './small-writes.ts';
import { makeTermBatch } from './term-batch.ts';
import { makeValueBatch } from './value-batch.ts';
import { endWrite, extendLease, insertWrite, leaseLost, leaseOf, requireOpen, writeState } from './writes.ts';

export function makeEventWriter(
  connection: Connection,
  clock: Clock,
  sweeper: Sweeper,
): EventWriter & { close(): Promise<void> } {
  const small = makeSmallWrites(connection, clock);

  /** Runs inside the write's own transaction, or in one made for it. */
  async function within<T>(write: Write, work: () => T, durability: 'durable' | 'soon' = 'soon'): Promise<T> {
    if (small.has(write.number)) return small.within(write, work);
    return connection.write(() => {
      requireOpen(connection, write);
      return work();
    }, durability);
  }

  return {
    beginWrite: async (owner, leaseMs, size) => {
      await sweeper.sweep();
      if (size === 'small') return small.begin(owner, leaseMs);
      return connection.write(() => insertWrite(connection, owner, clock() + leaseMs, clock()), 'soon');
    },

    append: async (write, events) => {
      const prepared = events.map(prepareEvent);
      return within(write, () => {
        const deps = {
          connection,
          clock,
          runs: openRuns(connection),
          terms: makeTermBatch(connection),
          values: makeValueBatch(connection),
        };
        let next = nextSequence(connection, write.number, 'event');
        const outcomes = prepared.map((event): Appended => {
          const outcome = appendOne(deps, write.number, next, event);
          if (outcome === 'added') next += 1;
          return outcome === 'added' ? { outcome: 'stored' } : outcome;
        });
        deps.terms.save();
        deps.values.save();
        deps.runs.save();
        return outcomes;
      });
    },

    appendVocabulary: (write, captureID, elements) =>
      within(write, () => insertElements(connection, nextSequence(connection, write.number, 'element'), captureID, elements)),

    withdraw: (write, captureID) => within(write, () => withdrawCapture(connection, write.number, captureID)),

    renewWrite: async (write, leaseMs) => {
      if (small.has(write.number)) small.renew(write, leaseMs);
      else await connection.write(() => extendLease(connection, write, clock() + leaseMs), 'soon');
    },

    commitWrite: async (write) => {
      if (small.has(write.number)) await small.commit(write);
      else await connection.write(() => commitStream(connection, write, clock()), 'durable');
    },

    abandonWrite: async (number, whose) => {
      if (small.has(number)) return small.abandon(number, whose);
      const isEnded = await connection.write(() => abandonStream(connection, number, whose, clock()), 'durable');
      if (isEnded) await purgeWrite(connection, number);
      return isEnded;
    },

    close: () => small.close(),
  };
}

function nextSequence(connection: Connection, number: number, table: 'event' | 'element'): number {
  const row = connection.first<{ last: number | null }>(
    `SELECT max(sequence) AS last FROM ${table} WHERE sequence >= $first AND sequence < $end`,
    { first: firstOf(number), end: firstOf(number + 1) },
  );
  return (row?.last ?? firstOf(number) - 1) + 1;
}

type Deps = InsertDeps & { readonly clock: Clock };

function appendOne(deps: Deps, number: number, sequence: number, event: PreparedEvent): Appended | 'added' {
  const { connection, clock } = deps;
  if (sequence >= firstOf(number + 1)) {
    throw new HubProblem('event-limit-exceeded', `The embedded store takes ${SPAN} events in one write.`);
  }
  const { stored } = event;
  while (!insertEvent(deps, sequence, event)) {
    const other = sequenceOfKey(connection, stored.key);
    if (other === undefined) throw new Error(`no event has the key ${stored.key}, which could not be added`);
    const met = meet(connection, clock, number, other, stored);
    if (met !== 'dead') return met;
    deleteEvent(connection, other);
  }
  return 'added';
}

/** What it means that an event of the same key is there at this sequence. */
function meet(connection: Connection, clock: Clock, number: number, sequence: number, stored: StoredEvent): Appended | 'dead' {
  const by = writeOf(sequence);
  if (by !== number) {
    const state = writeState(connection, by);
    if (state === 'open' && !endIfExpired(connection, by, clock())) return { outcome: 'held', by };
    if (state !== 'committed') return 'dead';
  }
  const existing = readEvent(connection, sequence)?.stored;
  if (!existing) throw new Error(`event ${sequence} has no body`);
  if (by !== number) return { outcome: 'exists', existing, where: 'committed' };
  const isTheVeryEvent = existing.origin.captureID === stored.origin.captureID && existing.origin.index === stored.origin.index;
  return isTheVeryEvent ? { outcome: 'stored' } : { outcome: 'exists', existing, where: 'this-write' };
}

/** A write that has run out of time must not stand in the way of another. The sweeper removes its other records. */
function endIfExpired(connection: Connection, number: number, now: number): boolean {
  const isExpired = (leaseOf(connection, number) ?? 0) <= now;
  if (isExpired) endWrite(connection, number, 'dead', now);
  return isExpired;
}

function withdrawCapture(connection: Connection, number: number, captureID: string): void {
  const range = { first: firstOf(number), end: firstOf(number + 1) };
  const found = connection.all<{ sequence: number }>(
    `SELECT term.sequence FROM run JOIN term USING (run)
     WHERE run.highest >= $first AND run.lowest < $end AND term.term = $term AND term.sequence >= $first AND term.sequence < $end`,
    { ...range, term: termKey(captureTerm(captureID)) },
  );
  for (const { sequence } of found) {
    // Two captureIDs may share a term key.
    if (readEvent(connection, sequence)?.stored.origin.captureID === captureID) deleteEvent(connection, sequence);
  }
  connection.run('DELETE FROM element WHERE sequence >= $first AND sequence < $end AND captureID = $captureID', {
    ...range,
    captureID,
  });
}

/** Committing again what is committed is no failure: the answer to the first time may have been lost. */
function commitStream(connection: Connection, write: Write, now: number): void {
  const state = writeState(connection, write.number);
  if (state === 'committed') return;
  if (state !== 'open') throw leaseLost(write.number);
  endWrite(connection, write.number, 'committed', now);
}

function abandonStream(connection: Connection, number: number, whose: 'expired' | 'mine', now: number): boolean {
  const state = writeState(connection, number);
  if (state === undefined || state === 'committed') return false;
  if (state !== 'open') return true;
  if (whose === 'expired' && (leaseOf(connection, number) ?? 0) > now) return false;
  endWrite(connection, number, 'dead', now);
  return true;
}
