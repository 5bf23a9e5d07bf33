/** What snapshots promise: one state for as long as a reader likes, every past state, and nothing missed by who follows. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { EventStore, Write } from '../../server/ports/event-store.ts';
import type { EventQuery } from '../../server/query/ast.ts';
import {
  aCaptureID,
  add,
  anObservation,
  findAll,
  keysOf,
  LEASE,
  OWNER,
  type RepositoryContract,
  record,
  visibleKeys,
} from './event-store-subject.ts';

export const snapshotsContract: RepositoryContract = {
  'shows an empty repository as such': async ({ repository }) => {
    const snapshot = await repository.events.snapshot();
    assert.deepEqual(snapshot.hidden, []);
    assert.equal(snapshot.settled, Number.POSITIVE_INFINITY);
    assert.deepEqual(await visibleKeys(repository.events, snapshot), []);
  },

  'shows a reader the same events while others arrive and writes end': async ({ repository, again }) => {
    const reader = (await again()).events;
    const early = await record(repository.events, [anObservation(1), anObservation(2)]);
    const open = await repository.events.beginWrite(OWNER, LEASE, 'stream');
    await add(repository.events, open, aCaptureID(), [anObservation(3)]);
    const snapshot = await reader.snapshot();
    await add(repository.events, open, aCaptureID(), [anObservation(4)]);
    await repository.events.commitWrite(open);
    await record(repository.events, [anObservation(5)]);
    assert.deepEqual(await visibleKeys(reader, snapshot), keysOf(early.stored));
    assert.equal((await visibleKeys(reader)).length, 5);
  },

  'survives the trip through a page token': async ({ repository }) => {
    const open = await repository.events.beginWrite(OWNER, LEASE, 'stream');
    const { stored } = await record(repository.events, [anObservation(1)]);
    const { settled, ...rest } = await repository.events.snapshot();
    await repository.events.commitWrite(open);
    const returned = JSON.parse(JSON.stringify(rest));
    assert.deepEqual(await visibleKeys(repository.events, { ...returned, settled }), keysOf(stored));
  },

  'names the writes that are open, and settles before the oldest': async ({ repository }) => {
    await record(repository.events, [anObservation(0)]);
    await sleep(5);
    const first = await repository.events.beginWrite(OWNER, LEASE, 'stream');
    await sleep(5);
    const second = await repository.events.beginWrite(OWNER, LEASE, 'stream');
    await record(repository.events, [anObservation(1)]);
    const both = await repository.events.snapshot();
    assert.deepEqual(both.hidden, [first.number, second.number]);
    assert.equal(both.settled, first.recordTime);
    await repository.events.commitWrite(first);
    assert.equal((await repository.events.snapshot()).settled, second.recordTime);
    await repository.events.abandonWrite(second.number, 'mine');
    assert.equal((await repository.events.snapshot()).settled, Number.POSITIVE_INFINITY);
  },

  'shows the repository as it was at a time': async ({ repository, again }) => {
    const store = repository.events;
    const before = await pause();
    const first = await record(store, [anObservation(1)]);
    const afterFirst = await pause();
    const slow = await store.beginWrite(OWNER, LEASE, 'stream');
    const slowly = await add(store, slow, aCaptureID(), [anObservation(2)]);
    const whileOpen = await pause();
    const quick = await record(store, [anObservation(3)]);
    const afterQuick = await pause();
    await store.commitWrite(slow);
    const afterSlow = await pause();

    const reader = (await again()).events;
    const keysAt = async (at: number) => [...(await visibleKeys(reader, await reader.snapshot(at)))].sort();
    const keys = (...records: readonly (readonly { readonly key: string }[])[]) =>
      records
        .flat()
        .map(({ key }) => key)
        .sort();
    assert.deepEqual(await keysAt(0), []);
    assert.deepEqual(await keysAt(before), []);
    assert.deepEqual(await keysAt(afterFirst), keys(first.stored));
    assert.deepEqual(await keysAt(whileOpen), keys(first.stored));
    assert.deepEqual(await keysAt(afterQuick), keys(first.stored, quick.stored));
    assert.deepEqual(await keysAt(afterSlow), keys(first.stored, quick.stored, slowly));
    assert.deepEqual(await keysAt(afterSlow + 3_600_000), keys(first.stored, quick.stored, slowly));
    assert.equal((await reader.snapshot(whileOpen)).settled, slow.recordTime);
    assert.equal((await reader.snapshot(afterSlow)).settled, Number.POSITIVE_INFINITY);
  },

  'gives who follows recordTime every event once, however writes overlap': async ({ repository, again }) => {
    const reader = (await again()).events;
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 5, maxLength: 25 }), async (steps) => {
        const writers = makeWriters(repository.events);
        const follower = makeFollower(reader, await pause());
        for (const step of steps) {
          if (step.do === 'look') await follower.look();
          else await writers.perform(step);
        }
        await writers.endAll();
        await pause();
        await follower.look();
        assert.deepEqual([...follower.seen].sort(), [...writers.committed].sort());
      }),
      { numRuns: 12 },
    );
  },

  'gives who follows recordTime the events of a small write that was under way when he looked': async ({ repository, again }) => {
    const follower = makeFollower((await again()).events, await pause());
    const write = await repository.events.beginWrite(OWNER, LEASE, 'small');
    const stored = await add(repository.events, write, aCaptureID(), [anObservation(1)]);
    await pause();
    await follower.look();
    assert.deepEqual(follower.seen, []);
    await repository.events.commitWrite(write);
    await pause();
    await follower.look();
    assert.deepEqual(follower.seen, keysOf(stored));
  },

  'shows at every past time what a reader saw then': async ({ repository, again }) => {
    const reader = (await again()).events;
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 5, maxLength: 15 }), async (steps) => {
        const writers = makeWriters(repository.events);
        const seen: { readonly at: number; readonly keys: readonly string[] }[] = [];
        for (const step of steps) {
          if (step.do !== 'look') await writers.perform(step);
          else seen.push({ at: await pause(), keys: await visibleKeys(reader) });
        }
        await writers.endAll();
        for (const { at, keys } of seen) {
          assert.deepEqual([...(await visibleKeys(reader, await reader.snapshot(at)))].sort(), [...keys].sort());
        }
      }),
      { numRuns: 8 },
    );
  },
};

/** A moment with nothing at the same millisecond on either side, on the clock of whoever stamps. */
async function pause(): Promise<number> {
  await sleep(4);
  const now = Date.now();
  await sleep(4);
  return now;
}

type Step = { readonly do: 'look' } | { readonly do: 'begin' | 'append' | 'commit' | 'abandon'; readonly writer: number };

const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'look' }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('begin', 'append', 'append', 'commit', 'commit', 'abandon'),
      writer: fc.nat(2),
    }),
  },
);

let serial = 0;

/** Three writers, each with a stream write open or not. */
function makeWriters(store: EventStore) {
  const open = new Map<number, { readonly write: Write; readonly captureID: string; keys: readonly string[] }>();
  const committed: string[] = [];

  const begin = async (writer: number) => {
    const begun = open.get(writer) ?? {
      write: await store.beginWrite(OWNER, LEASE, 'stream'),
      captureID: aCaptureID(),
      keys: [],
    };
    open.set(writer, begun);
    return begun;
  };
  const end = async (writer: number, how: 'commit' | 'abandon') => {
    const begun = open.get(writer);
    if (!begun) return;
    open.delete(writer);
    if (how === 'abandon') {
      await store.abandonWrite(begun.write.number, 'mine');
      return;
    }
    await store.commitWrite(begun.write);
    committed.push(...begun.keys);
  };
  return {
    committed,
    perform: async (step: Exclude<Step, { readonly do: 'look' }>): Promise<void> => {
      if (step.do === 'commit' || step.do === 'abandon') {
        await end(step.writer, step.do);
        return;
      }
      const begun = await begin(step.writer);
      if (step.do !== 'append') return;
      const given = await add(store, begun.write, begun.captureID, [anObservation(`S${++serial}`)], begun.keys.length);
      begun.keys = [...begun.keys, ...keysOf(given)];
    },
    endAll: async (): Promise<void> => {
      for (const writer of [...open.keys()]) await end(writer, 'commit');
    },
  };
}

/** Asks again and again for what was recorded since the last time, as a poller or a subscription does. */
function makeFollower(store: EventStore, from: number) {
  const seen: string[] = [];
  let since = from;
  return {
    seen,
    look: async (): Promise<void> => {
      const now = Date.now();
      const snapshot = await store.snapshot();
      const until = Math.min(snapshot.settled, now);
      const query: EventQuery = {
        where: [
          { parameter: 'GE_recordTime', kind: 'recordTime', op: 'GE', ms: since },
          { parameter: 'LT_recordTime', kind: 'recordTime', op: 'LT', ms: until },
        ],
        order: { by: 'recordTime', direction: 'ASC' },
      };
      seen.push(...keysOf(await findAll(store, query, { snapshot, limit: 3 })));
      since = Math.max(since, until);
    },
  };
}
