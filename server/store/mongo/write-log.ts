/**
 * The past of the writes: `snapshot(at)` says what `snapshot()` said at that time.
 *
 * What was visible at an instant is decided by when each write was committed, and that time is set in the very update
 * that commits (`write-state.ts`). Until an ended write is in the log, the state document itself keeps its entry, and
 * the state is always read before the log: so each write is found in one of them, whenever its entry moves. A write
 * that is still open in the state just read will get an end after that state's time, which is after the instant asked.
 */
import type { Snapshot } from '../../ports/event-store.ts';
import type { Collections, EndedWrite, WriteLogDocument, WritesState } from './collections.ts';
import type { Connection } from './connection.ts';
import { type Fate, fateOf } from './write-state.ts';

export type WriteLog = {
  snapshot(at?: number): Promise<Snapshot>;
  /** The lowest committed write of at least that record time; undefined where there is none. */
  firstSince(recordTime: number): Promise<number | undefined>;
  /** Books how a write ended. May be said again. */
  book(write: EndedWrite, end: 'committedAt' | 'abandonedAt'): Promise<void>;
  /** What has become of a write, also of one that the state has forgotten. */
  fate(number: number): Promise<Fate>;
  state(): Promise<WritesState>;
};

/** What is known of one write, from wherever it is known. */
type Known = Omit<EndedWrite, 'at'> & { readonly committedAt?: number; readonly abandonedAt?: number };

export function makeWriteLog(deps: { readonly connection: Connection; readonly collections: Collections }): WriteLog {
  const { attempt } = deps.connection;
  const { state: states, writes } = deps.collections;

  async function state(): Promise<WritesState> {
    const found = await attempt(() => states.findOne({ _id: 'writes' }));
    if (found === null) throw new Error('the state of the writes is gone from the database');
    return found;
  }

  async function snapshotOfThen(at: number, now: WritesState): Promise<Snapshot> {
    const remembered = inState(now);
    const newest = await attempt(() => writes.findOne({ recordTime: { $lte: at } }, { sort: { recordTime: -1, _id: -1 } }));
    const begun = [...remembered.values(), ...(newest ? [inLog(newest)] : [])].filter(({ recordTime }) => recordTime <= at);
    const last = begun.reduce<Known | undefined>((a, b) => (a === undefined || b.n > a.n ? b : a), undefined);
    if (last === undefined) return { last: 0, hidden: [], settled: Number.POSITIVE_INFINITY };
    // Whatever ended before the latest one began is either committed or dead; the rest is looked at one by one.
    const doubtful = [...last.beside, last.n];
    const found = await attempt(() => writes.find({ _id: { $in: doubtful } }).toArray());
    const known = new Map([...found.map(inLog), ...remembered.values()].map((write) => [write.n, write]));
    const unseen = doubtful.filter((n) => (known.get(n)?.committedAt ?? Number.POSITIVE_INFINITY) > at);
    const dead = now.dead.map(({ n }) => n).filter((n) => n <= last.n);
    const wasOpen = unseen.filter((n) => (known.get(n)?.abandonedAt ?? Number.POSITIVE_INFINITY) > at);
    return {
      last: last.n,
      hidden: ascending([...unseen, ...dead]),
      settled: Math.min(...wasOpen.map((n) => known.get(n)?.recordTime ?? Number.POSITIVE_INFINITY)),
    };
  }

  return {
    state,
    snapshot: async (at) => {
      const now = await state();
      return at === undefined || at >= now.time ? snapshotOf(now) : snapshotOfThen(at, now);
    },
    firstSince: async (recordTime) => {
      const now = await state();
      const logged = await attempt(() =>
        writes.findOne({ recordTime: { $gte: recordTime }, committedAt: { $exists: true } }, { sort: { recordTime: 1, _id: 1 } }),
      );
      const candidates = now.committed.filter((write) => write.recordTime >= recordTime).map(({ n }) => n);
      if (logged !== null) candidates.push(logged._id);
      return candidates.length === 0 ? undefined : Math.min(...candidates);
    },
    book: async ({ n, recordTime, beside, at }, end) => {
      await attempt(() => writes.replaceOne({ _id: n }, { recordTime, beside, [end]: at }, { upsert: true }));
    },
    fate: async (number) => {
      const fate = fateOf(number, await state());
      if (fate !== 'committed') return fate;
      const found = await attempt(() => writes.findOne({ _id: number }));
      return found?.abandonedAt === undefined ? 'committed' : 'dead';
    },
  };
}

function snapshotOf({ last, open, dead }: WritesState): Snapshot {
  return {
    last,
    hidden: ascending([...open, ...dead].map(({ n }) => n)),
    settled: Math.min(...open.map(({ recordTime }) => recordTime)),
  };
}

function inState({ open, dead, committed }: WritesState): Map<number, Known> {
  return new Map(
    [
      ...open,
      ...dead.map(({ at, ...write }) => ({ ...write, abandonedAt: at })),
      ...committed.map(({ at, ...write }) => ({ ...write, committedAt: at })),
    ].map((write) => [write.n, write]),
  );
}

const inLog = ({ _id, ...write }: WriteLogDocument): Known => ({ n: _id, ...write });

const ascending = (numbers: readonly number[]): readonly number[] => [...new Set(numbers)].sort((a, b) => a - b);
