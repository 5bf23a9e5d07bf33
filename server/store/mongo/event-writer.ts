/** Writes: beginning, adding, taking back, and the end that decides (`write-state.ts`). */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventWriter, Write } from '../../ports/event-store.ts';
import { HubProblem } from '../../runtime/problem.ts';
import { append, leaseLost } from './append.ts';
import type { Collections, EndedWrite } from './collections.ts';
import type { Connection } from './connection.ts';
import { indexes } from './indexes.ts';
import { appendElements } from './master-data.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { removeCapture, removeWrite } from './remove.ts';
import { firstOf, PER_WRITE, rangeOf } from './sequence.ts';
import type { ServerTime } from './server-time.ts';
import { makeValueLists } from './value-lists.ts';
import type { WriteLog } from './write-log.ts';
import { beginning, committing, killing, leaseIsOver, renewing } from './write-state.ts';

export type WriterDeps = {
  readonly connection: Connection;
  readonly collections: Collections;
  readonly log: WriteLog;
  readonly now: ServerTime;
  readonly self: ProcessIdentity;
  /** Lets work go on that nobody need wait for; `close` does. */
  readonly inBackground: (work: Promise<unknown>) => void;
};

/** What this process knows of a write it works on. */
type Progress = {
  /** The next sequence. */
  next: number;
  /** Events added; undefined where that is not certain, then they are counted. */
  added: number | undefined;
  /** When the write was last known to be open, ms of a clock that never jumps. */
  openAt: number;
};

/** So often the end of a write is looked for when it is neither open nor ended. */
const ATTEMPTS = 10;

/** A dead write is forgotten an hour after its end (`janitor.ts`): before that time, ms, it need not be asked for again. */
const SURELY_KNOWN = 10 * 60_000;

export function makeEventWriter(deps: WriterDeps): EventWriter {
  const { connection, collections, log } = deps;
  const { attempt } = connection;
  const valueLists = makeValueLists(connection);
  const inProgress = new Map<number, Progress>();
  /** Committed writes that are in the log; the next beginning drops them from the state. */
  const logged = new Set<number>();

  /** A write that another connection began goes on where that one stopped. */
  async function progressOf({ number }: Write): Promise<Progress> {
    const known = inProgress.get(number);
    if (known) return known;
    const { min, max } = rangeOf(number);
    const range = { $gte: min, $lt: max };
    const projection = { s: 1 } as const;
    const newest = await attempt(() =>
      Promise.all([
        collections.events.findOne({ o: range }, { sort: { o: -1 }, projection }),
        collections.events.findOne({ p: range }, { sort: { p: -1 }, projection }),
        collections.vocabulary.findOne({ s: range }, { sort: { s: -1 }, projection }),
      ]),
    );
    const progress = {
      next: Math.max(min, ...newest.map((document) => (document?.s ?? min - 1) + 1)),
      added: undefined,
      openAt: Number.NEGATIVE_INFINITY,
    };
    inProgress.set(number, progress);
    return progress;
  }

  function take(progress: Progress, { number }: Write, count: number): number {
    const first = progress.next;
    if (first + count > firstOf(number + 1)) {
      throw new HubProblem(
        'event-limit-exceeded',
        `One document may hold ${PER_WRITE} events and vocabulary elements, this one has more.`,
      );
    }
    progress.next += count;
    return first;
  }

  async function book(write: EndedWrite): Promise<void> {
    await log.book(write, 'committedAt');
    logged.add(write.n);
  }

  return {
    beginWrite: async (owner, leaseMs) => {
      const state = await begin(deps, owner, leaseMs, logged);
      inProgress.set(state.n, { next: firstOf(state.n), added: 0, openAt: performance.now() });
      return { number: state.n, recordTime: state.recordTime };
    },
    append: async (write, events) => {
      if (events.length === 0) return [];
      const progress = await progressOf(write);
      await assertKnown(deps, write.number, progress);
      const before = progress.added;
      progress.added = undefined;
      await valueLists.add(events);
      const killExpired = (number: number) => kill(deps, number, 'expired');
      const { outcomes, added } = await append({ ...deps, killExpired }, write, events, take(progress, write, events.length));
      progress.added = before === undefined ? undefined : before + added;
      progress.openAt = performance.now();
      return outcomes;
    },
    appendVocabulary: async (write, captureID, elements) => {
      if (elements.length === 0) return;
      const progress = await progressOf(write);
      await assertKnown(deps, write.number, progress);
      await appendElements(deps, write, captureID, elements, (count) => take(progress, write, count));
    },
    withdraw: async (write, captureID) => {
      const progress = await progressOf(write);
      progress.added = undefined;
      await attempt(() => removeCapture(collections, write.number, captureID));
    },
    renewWrite: async ({ number }, leaseMs) => {
      const { matchedCount } = await attempt(() =>
        collections.state.updateOne({ _id: 'writes', 'open.n': number }, renewing(number, deps.now(), leaseMs)),
      );
      if (matchedCount === 0) throw leaseLost(number);
    },
    commitWrite: async (write) => {
      const { added } = await progressOf(write);
      const ended = await commit(deps, write.number, added ?? (await countEvents(deps, write.number)));
      inProgress.delete(write.number);
      // It is visible, and the state remembers when it became so; the log may learn of it later.
      if (ended) deps.inBackground(book(ended));
    },
    abandonWrite: async (number, whose) => {
      if (!(await kill(deps, number, whose))) return false;
      inProgress.delete(number);
      await attempt(() => removeWrite(collections, number));
      return true;
    },
  };
}

/**
 * What is added under the number of a dead write is hidden for as long as the state knows that it is dead. A process
 * that may have slept longer asks first.
 */
async function assertKnown({ log }: WriterDeps, number: number, progress: Progress): Promise<void> {
  if (performance.now() - progress.openAt < SURELY_KNOWN) return;
  if ((await log.fate(number)) !== 'open') throw leaseLost(number);
  progress.openAt = performance.now();
}

async function begin(deps: WriterDeps, owner: string, leaseMs: number, logged: Set<number>) {
  const { connection, collections, now, self } = deps;
  const token = randomUUID();
  const dropped = [...logged];
  // Begun once, however often it is asked: where the answer was lost the token is there already.
  const changed = await connection.attempt(async () => {
    const filter = { _id: 'writes' as const, 'open.token': { $ne: token } };
    const update = beginning(now(), leaseMs, { token, owner, ...self }, dropped);
    return (
      (await collections.state.findOneAndUpdate(filter, update, { returnDocument: 'after' })) ??
      (await collections.state.findOne({ _id: 'writes' }, { readConcern: { level: 'local' } }))
    );
  });
  for (const number of dropped) logged.delete(number);
  const begun = changed?.open.find((write) => write.token === token);
  if (begun === undefined) throw new Error('a write that was just begun is not open');
  return begun;
}

/** @returns the entry as it ended; undefined where an earlier attempt had committed it */
async function commit(deps: WriterDeps, number: number, events: number): Promise<EndedWrite | undefined> {
  const { connection, collections, log, now } = deps;
  for (let tries = 0; tries < ATTEMPTS; tries++) {
    const after = await connection.attempt(() =>
      collections.state.findOneAndUpdate({ _id: 'writes', 'open.n': number }, committing(number, now(), events), {
        returnDocument: 'after',
      }),
    );
    if (after !== null) return after.committed.find(({ n }) => n === number);
    const fate = await log.fate(number);
    if (fate === 'committed') return undefined;
    if (fate !== 'open') break;
    // An earlier attempt has ended it, and the servers have not agreed yet.
    await sleep(20 * (tries + 1));
  }
  throw leaseLost(number);
}

/** @returns true when the write is dead, now or since before */
export async function kill(
  deps: Pick<WriterDeps, 'connection' | 'collections' | 'log' | 'now'>,
  number: number,
  whose: 'expired' | 'mine',
): Promise<boolean> {
  const { connection, collections, log, now } = deps;
  const condition = whose === 'mine' ? { 'open.n': number } : { $expr: leaseIsOver(number, now()) };
  const { matchedCount } = await connection.attempt(() =>
    collections.state.updateOne({ _id: 'writes', ...condition }, killing(number, now())),
  );
  return matchedCount > 0 || (await log.fate(number)) === 'dead';
}

function countEvents({ connection, collections }: WriterDeps, number: number): Promise<number> {
  const { min, max } = rangeOf(number);
  return connection.attempt(() => collections.events.countDocuments({ o: { $gte: min, $lt: max } }, { hint: indexes.sequence }));
}
