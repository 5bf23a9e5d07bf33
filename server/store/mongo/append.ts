/** Adds events under an open write. Their keys are the documents' identities, so MongoDB itself finds the duplicates. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binary } from 'mongodb';
import type { StoredEvent } from '../../epcis/stored-event.ts';
import type { Appended, Write } from '../../ports/event-store.ts';
import { HubProblem } from '../../runtime/problem.ts';
import { assemble, mainDocuments } from './assemble.ts';
import type { Collections, EventDocument, WritesState } from './collections.ts';
import type { Connection } from './connection.ts';
import { type EventDocuments, toDocuments } from './event-document.ts';
import { insert } from './insert.ts';
import { removeWrite } from './remove.ts';
import { writeOf } from './sequence.ts';
import type { WriteLog } from './write-log.ts';
import { type Fate, fateOf } from './write-state.ts';

export type AppendDeps = {
  readonly connection: Connection;
  readonly collections: Collections;
  readonly log: WriteLog;
  /** Declares an open write dead when its lease is over. @returns true when it is dead */
  readonly killExpired: (number: number) => Promise<boolean>;
};

/** Documents and (roughly) bytes of one insert command; so many commands run at a time. */
const BATCH = { documents: 50, bytes: 1024 * 1024 };
const PARALLEL = 4;

/** What a term costs with its share of the text, and an event without terms, bytes; both rather too high. */
const BYTES = { perTerm: 100, perEvent: 2000 };

/** A key whose holder keeps changing under our eyes is looked at so often. */
const ROUNDS = 20;

type Entry = { readonly index: number; readonly stored: StoredEvent; readonly documents: EventDocuments };

type Results = {
  /** It is in now, because of this call. */
  add(entry: Entry): void;
  say(entry: Entry, outcome: Appended): void;
};

/**
 * @param firstSequence the first of as many as there are events
 * @returns the outcomes in order, and how many events there are more than before
 * @throws HubProblem lease-lost when the write was abandoned; what was added then is taken back
 */
export async function append(
  deps: AppendDeps,
  write: Write,
  events: readonly StoredEvent[],
  firstSequence: number,
): Promise<{ readonly outcomes: readonly Appended[]; readonly added: number }> {
  const outcomes: Appended[] = new Array(events.length);
  let added = 0;
  const results: Results = {
    add: ({ index }) => {
      outcomes[index] = { outcome: 'stored' };
      added++;
    },
    say: ({ index }, outcome) => {
      outcomes[index] = outcome;
    },
  };
  const { firsts, repeats } = firstOfEachKey(events);
  const entries = function* (indexes: readonly number[]): Generator<Entry> {
    for (const index of indexes) {
      const stored = events[index];
      if (stored) yield { index, stored, documents: toDocuments(stored, firstSequence + index) };
    }
  };
  const taken = await insertAll(deps, entries(firsts), results);
  await settleTaken(deps, write, taken, results);
  // A key that occurs twice in one call is there already the second time.
  for (const repeat of entries(repeats)) {
    await insertParts(deps, [repeat]);
    await settleTaken(deps, write, [repeat], results);
  }
  await assertOpen(deps, write);
  return { outcomes, added };
}

function firstOfEachKey(events: readonly StoredEvent[]): {
  readonly firsts: readonly number[];
  readonly repeats: readonly number[];
} {
  const seen = new Set<string>();
  const firsts: number[] = [];
  const repeats: number[] = [];
  for (const [index, { key }] of events.entries()) {
    (seen.has(key) ? repeats : firsts).push(index);
    seen.add(key);
  }
  return { firsts, repeats };
}

/** Inserts, a few batches at a time. @returns those whose key is taken */
async function insertAll(deps: AppendDeps, entries: Iterable<Entry>, results: Results): Promise<Entry[]> {
  const taken: Entry[] = [];
  const batches = inBatches(entries);
  const worker = async (): Promise<void> => {
    // The workers take turns at one iterator: documents are made when there is somebody to send them.
    for (const batch of batches) {
      await insertParts(deps, batch);
      const refused = new Set(
        await insert(
          deps.connection,
          'events',
          batch.map(({ documents }) => documents.main),
        ),
      );
      for (const [i, entry] of batch.entries()) {
        if (refused.has(i)) taken.push(entry);
        else results.add(entry);
      }
    }
  };
  await allDone(Array.from({ length: PARALLEL }, worker));
  return taken;
}

/** Waits for all, even when one fails: nothing may still be under way when the caller hears of the failure. */
async function allDone(work: readonly Promise<void>[]): Promise<void> {
  for (const end of await Promise.allSettled(work)) if (end.status === 'rejected') throw end.reason;
}

function* inBatches(entries: Iterable<Entry>): Generator<readonly Entry[], undefined> {
  let batch: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = BYTES.perEvent + entry.documents.main.k.length * BYTES.perTerm;
    if (batch.length > 0 && (batch.length >= BATCH.documents || bytes + size > BATCH.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

async function insertParts({ connection }: AppendDeps, batch: readonly Entry[]): Promise<void> {
  for (const { documents } of batch) for (const part of documents.parts) await insert(connection, 'events', [part]);
}

/** Decides about each event whose key is taken. */
async function settleTaken(deps: AppendDeps, write: Write, taken: readonly Entry[], results: Results): Promise<void> {
  let open = taken;
  for (let round = 0; open.length > 0; round++) {
    if (round === ROUNDS) throw new Error('the holders of keys keep changing');
    if (round > 0) await sleep(5 * round);
    open = await settleRound(deps, write, open, results);
  }
}

/** @returns those whose holder vanished or changed meanwhile, to be looked at again */
async function settleRound(deps: AppendDeps, write: Write, taken: readonly Entry[], results: Results): Promise<readonly Entry[]> {
  const { connection, collections, log } = deps;
  const keys = taken.map(({ documents }) => documents.main._id);
  // The holder is read before the state: a write that is committed then was so with this very document.
  const held = await connection.attempt(() => mainDocuments(collections.events, keys, 'local'));
  const holders = new Map(held.map((document) => [hex(document._id), document]));
  const state = await log.state();
  const fates = await fatesOf(deps, write, held, state);
  const again: Entry[] = [];
  for (const entry of taken) {
    const holder = holders.get(hex(entry.documents.main._id));
    const fate = fates.get(writeOf(holder?.s ?? 0)) ?? 'unknown';
    if (holder !== undefined && (fate !== 'dead' || writeOf(holder.s) === write.number)) {
      await settleHeld(deps, write, entry, holder, fate, results);
    } else if (await takePlace(deps, entry, holder)) {
      results.add(entry);
    } else again.push(entry);
  }
  return again;
}

/** A write whose lease is over must not stand in the way of another: it ends here. */
async function fatesOf(
  deps: AppendDeps,
  write: Write,
  held: readonly EventDocument[],
  state: WritesState,
): Promise<ReadonlyMap<number, Fate>> {
  const fates = new Map<number, Fate>();
  for (const number of new Set(held.map(({ s }) => writeOf(s)))) {
    const fate = fateOf(number, state);
    const isInTheWay = fate === 'open' && number !== write.number;
    fates.set(number, isInTheWay && (await deps.killExpired(number)) ? 'dead' : fate);
  }
  return fates;
}

/** The place of a key is free, or a dead write's: whoever comes first has it. */
async function takePlace(
  { connection, collections }: AppendDeps,
  { documents }: Entry,
  holder: EventDocument | undefined,
): Promise<boolean> {
  const { main } = documents;
  if (holder === undefined) return (await insert(connection, 'events', [main])).length === 0;
  const { matchedCount } = await connection.attempt(() => collections.events.replaceOne({ _id: main._id, s: holder.s }, main));
  return matchedCount === 1;
}

async function settleHeld(
  { connection, collections }: AppendDeps,
  write: Write,
  entry: Entry,
  holder: EventDocument,
  fate: Fate,
  results: Results,
): Promise<void> {
  const { stored, documents } = entry;
  const { main, parts } = documents;
  // The very document: the command that brought it lost its answer and was run again.
  if (holder.s === main.s) return results.add(entry);
  if (parts.length > 0) await connection.attempt(() => collections.events.deleteMany({ p: main.s, of: main._id }));
  const number = writeOf(holder.s);
  const isMine = number === write.number;
  if (isMine && isSame(holder.b.origin, stored.origin)) return results.say(entry, { outcome: 'stored' });
  if (!isMine && fate === 'open') return results.say(entry, { outcome: 'held', by: number });
  const existing = await connection.attempt(() => assemble(collections.events, holder));
  results.say(entry, { outcome: 'exists', existing, where: isMine ? 'this-write' : 'committed' });
}

const isSame = (a: StoredEvent['origin'], b: StoredEvent['origin']): boolean =>
  a.captureID === b.captureID && a.index === b.index;

/**
 * Held against the state after the events were added: so whoever adds to a write that was abandoned meanwhile learns
 * of it, and takes his events back himself, though he may have come after the one who cleaned up.
 */
async function assertOpen({ connection, collections, log }: AppendDeps, write: Write): Promise<void> {
  if (fateOf(write.number, await log.state()) === 'open') return;
  const fate = await log.fate(write.number);
  if (fate === 'dead') await connection.attempt(() => removeWrite(collections, write.number));
  throw leaseLost(write.number);
}

export const leaseLost = (number: number): HubProblem =>
  new HubProblem('lease-lost', `Write ${number} took longer than its lease and was given up; nothing of it is visible.`);

const hex = (key: Binary): string => key.toString('hex');
