/** What is left when the database engine is killed with SIGKILL, and how the hub's connection gets over it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredEvent } from '../../../server/epcis/stored-event.ts';
import type { Repository } from '../../../server/ports/repository.ts';
import { everything } from '../../../server/query/ast.ts';
import {
  aCaptureID,
  add,
  anObservation,
  findAll,
  isProblem,
  keysOf,
  LEASE,
  OWNER,
  type RepositorySubject,
  under,
  visibleKeys,
  withFresh,
} from '../../contracts/event-store-subject.ts';
import { aMeta, aResult, only, put, readAll, someBytes, streamOf } from '../../contracts/inbox-subject.ts';
import { mongoForTests, skipWithout } from '../../mongo/databases.ts';

const mongo = await mongoForTests();
const MIB = 1024 * 1024;

describe(
  'when the engine is killed',
  mongo?.server.killable === false ? { skip: 'this MongoDB is not ours to kill' } : skipWithout(mongo),
  () => {
    if (!mongo) return;
    const { server } = mongo;
    const crash = async () => {
      await server.kill();
      await server.restart();
    };
    const test = (title: string, check: (subject: RepositorySubject) => Promise<void>) =>
      it(title, () => withFresh(mongo.subject)(check));

    test('a message that was accepted is there, whole', async ({ repository }) => {
      for (const length of [100, 3 * MIB]) {
        const bytes = someBytes(length);
        const message = await repository.inbox.put(aMeta(), streamOf(bytes));
        await crash();
        assert.deepEqual(await repository.inbox.get(message.captureID), message);
        assert.ok((await readAll(repository.inbox, message.captureID)).equals(bytes));
      }
      assert.equal(await repository.inbox.waiting(), 2);
    });

    test('a message of which the last byte had not come is not there', async ({ repository }) => {
      const meta = aMeta();
      async function* interrupted() {
        yield someBytes(2 * MIB);
        await server.kill();
        yield someBytes(2 * MIB);
        throw new Error('the sender gave up');
      }
      await assert.rejects(repository.inbox.put(meta, interrupted()));
      await server.restart();
      assert.equal(await repository.inbox.get(meta.captureID), undefined);
      assert.equal(await repository.inbox.waiting(), 0);
    });

    test('a committed write is visible, an open one is not, and can be ended', async ({ repository }) => {
      const { events } = repository;
      const committed = await events.beginWrite(OWNER, LEASE, 'small');
      const stored = await add(events, committed, aCaptureID(), [anObservation(1), anObservation(2)]);
      const open = await events.beginWrite(OWNER, LEASE, 'stream');
      const captureID = aCaptureID();
      const more = await add(events, open, captureID, [anObservation(3)]);
      await events.commitWrite(committed);
      await crash();
      assert.deepEqual(await findAll(events), stored);
      await add(events, open, captureID, [anObservation(3), anObservation(4)]);
      await events.commitWrite(open);
      await crash();
      assert.deepEqual(
        keysOf(await findAll(events)),
        keysOf([...stored, ...more, ...under(open, captureID, [anObservation(4)], 1)]),
      );
    });

    test('a finished job stays finished, a claimed one is held until its lease ends', async ({ repository }) => {
      const done = await put(repository.inbox);
      await repository.inbox.finish(only(await repository.inbox.claim('worker', LEASE, 1, MIB)), aResult());
      await put(repository.inbox);
      const held = only(await repository.inbox.claim('worker', LEASE, 1, MIB));
      await crash();
      assert.deepEqual((await repository.inbox.get(done.captureID))?.result, aResult());
      assert.deepEqual(await repository.inbox.claim('other', LEASE, 5, MIB), []);
      await repository.inbox.finish(held, aResult());
    });

    test('whoever asks meanwhile is told so, and is served again afterwards', async ({ repository }) => {
      const { events, inbox, keys } = repository;
      const write = await events.beginWrite(OWNER, LEASE, 'stream');
      const given = under(write, aCaptureID(), [anObservation(1)]);
      const snapshot = await events.snapshot();
      await server.kill();
      const isAway = isProblem('store-unavailable');
      await Promise.all([
        assert.rejects(repository.ping(), isAway),
        assert.rejects(events.append(write, given), isAway),
        assert.rejects(events.snapshot(), isAway),
        assert.rejects(events.find({ query: everything, visibility: [], snapshot, limit: 1 }), isAway),
        assert.rejects(put(inbox), isAway),
        assert.rejects(inbox.claim('worker', LEASE, 1, MIB), isAway),
        assert.rejects(keys.keys(), isAway),
      ]);
      await server.restart();
      await repository.ping();
      assert.deepEqual(await inbox.list(10), []);
      assert.deepEqual(await events.append(write, given), [{ outcome: 'stored' }]);
      await events.commitWrite(write);
      assert.deepEqual(await findAll(events), given);
    });

    test('a short absence is not noticed', async ({ repository }) => {
      const { events } = repository;
      await server.kill();
      const back = sleep(700).then(() => server.restart());
      const write = await events.beginWrite(OWNER, LEASE, 'small');
      const stored = await add(events, write, aCaptureID(), [anObservation(1)]);
      await events.commitWrite(write);
      await back;
      assert.deepEqual(await findAll(events), stored);
    });

    test('under load nothing acknowledged is lost, nothing is doubled, nothing is half there', async ({ repository, again }) => {
      const load = makeLoad([repository, await again()]);
      try {
        for (let crashes = 0; crashes < 5; crashes++) {
          await sleep(300 + 137 * crashes);
          await crash();
        }
      } finally {
        await load.stop();
      }
      const { acknowledged, begun } = load;
      assert.ok(acknowledged.length > 20, `only ${acknowledged.length} jobs`);
      const seen = await visibleKeys(repository.events);
      const visible = new Set(seen);
      assert.equal(visible.size, seen.length, 'no event twice');
      for (const job of acknowledged)
        assert.ok(
          job.every(({ key }) => visible.has(key)),
          'an acknowledged job is there',
        );
      const parts = begun.map((job) => job.filter(({ key }) => visible.has(key)).length / job.length);
      assert.deepEqual(
        parts.filter((part) => part !== 0 && part !== 1),
        [],
        'each job is there whole or not at all',
      );
      assert.equal((await repository.gauges())['events'], seen.length);
    });
  },
);

/** Jobs of a few events each, over several connections; a job whose store is away is given up, as capture would do. */
function makeLoad(repositories: readonly Repository[]) {
  const acknowledged: (readonly StoredEvent[])[] = [];
  const begun: (readonly StoredEvent[])[] = [];
  let isStopping = false;
  let serial = 0;
  const job = async ({ events }: Repository) => {
    serial += 10;
    const first = serial;
    const write = await events.beginWrite(OWNER, LEASE, 'small');
    const given = under(
      write,
      aCaptureID(),
      Array.from({ length: 10 }, (_, i) => anObservation(first + i)),
    );
    begun.push(given);
    try {
      await events.append(write, given);
      await events.commitWrite(write);
      acknowledged.push(given);
    } catch (error) {
      await events.abandonWrite(write.number, 'mine').catch(() => false);
      throw error;
    }
  };
  const running = [...repositories, ...repositories].map(async (repository) => {
    while (!isStopping) {
      await job(repository).catch((error: unknown) => {
        if (!isProblem('store-unavailable')(error)) {
          throw error;
        }
      });
    }
  });
  return {
    acknowledged,
    begun,
    stop: async () => {
      isStopping = true;
      await Promise.all(running);
    },
  };
}
