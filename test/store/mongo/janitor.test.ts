/** What processes left that ended in the middle of something is cleaned up, and nothing else. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, describe, it } from 'node:test';
import { Binary, MongoClient } from 'mongodb';
import type { Repository } from '../../../server/ports/repository.ts';
import { openMongoRepository } from '../../../server/store/mongo/open.ts';
import {
  aCaptureID,
  add,
  anObservation,
  findAll,
  keysOf,
  LEASE,
  OWNER,
  record,
  under,
} from '../../contracts/event-store-subject.ts';
import { aMeta, idsOf, put, readAll, someBytes, streamOf } from '../../contracts/inbox-subject.ts';
import { mongoForTests, skipWithout } from '../../mongo/databases.ts';

const mongo = await mongoForTests();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MIB = 1024 * 1024;

/** A process that begins a write, claims a message, is in the middle of an upload, says so, and waits to be killed. */
const busyProcess = `
  import type { Repository } from '../../../server/ports/repository.ts';
import { openMongoRepository } from './server/store/mongo/open.ts';
  import { aCaptureID, add, anObservation } from './test/contracts/event-store-subject.ts';
  import { aMeta, someBytes } from './test/contracts/inbox-subject.ts';
  const [uri, database] = process.argv.slice(1);
  const repository = await openMongoRepository({ uri, database });
  const write = await repository.events.beginWrite('busy', 3_600_000, 'stream');
  await add(repository.events, write, aCaptureID(), [anObservation('busy')]);
  const [claim] = await repository.inbox.claim('busy', 3_600_000, 1, 1e6);
  async function* endless() {
    yield someBytes(3 * ${MIB});
    console.log(JSON.stringify({ number: write.number, captureID: claim.message.captureID }));
    await new Promise((resolve) => setTimeout(resolve, 3_600_000));
  }
  await repository.inbox.put(aMeta({ captureID: 'unfinished' }), endless());
`;

describe('the janitor', skipWithout(mongo), () => {
  if (!mongo) return;
  const { uri } = mongo.server;
  const client = new MongoClient(uri);
  after(() => client.close());

  /** Opens a database again and again, with a clock of the test's own. Everything is closed at the end. */
  const withDatabase = async (
    check: (at: (ms: number) => Promise<Repository>, database: string, open: () => Promise<Repository>) => Promise<void>,
  ) => {
    const database = mongo.fresh();
    const opened: Repository[] = [];
    let time = 0;
    const open = async (clock?: () => number) => {
      const repository = await openMongoRepository({ uri, database, ...(clock && { clock }) });
      opened.push(repository);
      return repository;
    };
    const at = (ms: number) => {
      time = ms;
      return open(() => time);
    };
    try {
      await check(at, database, open);
    } finally {
      for (const repository of opened) await repository.close();
      await mongo.drop(database);
    }
  };
  const stateOf = (database: string) =>
    client.db(database).collection<{ _id: string; [list: string]: unknown }>('state').findOne({ _id: 'writes' });
  const now = Date.now();

  it('frees at once what a killed process of this machine held', () =>
    withDatabase(async (at, database, open) => {
      const repository = await open();
      const { captureID } = await put(repository.inbox);
      const child: ChildProcess = spawn(
        process.execPath,
        ['--input-type=module-typescript', '--eval', busyProcess, uri, database],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const [line] = await once(child.stdout ?? assert.fail(), 'data');
      const said = JSON.parse(String(line)) as { number: number; captureID: string };
      assert.equal(said.captureID, captureID);
      const ended = once(child, 'exit');

      await (await open()).close();
      assert.ok((await repository.events.snapshot()).settled < Infinity, 'a living process keeps its write');
      assert.deepEqual(await repository.inbox.claim('other', LEASE, 1, MIB), [], 'and its message');

      child.kill('SIGKILL');
      await ended;
      await (await open()).close();
      assert.equal((await repository.events.snapshot()).settled, Infinity);
      assert.deepEqual(idsOf(await repository.inbox.claim('other', LEASE, 1, MIB)), [captureID]);
      const { stored } = await record(repository.events, [anObservation('busy')]);
      assert.deepEqual(await findAll(repository.events), stored);

      const chunks = client.db(database).collection('chunks');
      assert.ok((await chunks.countDocuments()) > 1);
      await (await at(Date.now() + 25 * HOUR)).close();
      assert.equal(await chunks.countDocuments(), 1, 'of the unfinished upload nothing is left after a day');
      assert.equal((await readAll(repository.inbox, captureID)).length, 100);
    }));

  it('ends a write that nobody renews, long after its lease', () =>
    withDatabase(async (at) => {
      const repository = await at(now);
      const write = await repository.events.beginWrite(OWNER, MINUTE, 'stream');
      await add(repository.events, write, aCaptureID(), [anObservation(1)]);
      await (await at(now + 1.5 * MINUTE)).close();
      assert.ok((await repository.events.snapshot()).settled < Infinity, 'its owner may only be slow');
      await (await at(now + 3 * MINUTE)).close();
      assert.equal((await repository.events.snapshot()).settled, Infinity);
    }));

  it('forgets dead writes when nothing of them can come any more, and never shows what comes late', () =>
    withDatabase(async (at, database) => {
      const repository = await at(now);
      const { stored } = await record(repository.events, [anObservation(1)]);
      const dead = await repository.events.beginWrite(OWNER, LEASE, 'stream');
      const before = await (await at(now + 10)).events.snapshot();
      await at(now + 20);
      await repository.events.abandonWrite(dead.number, 'mine');
      // A process that slept: its command reaches the database after the write was cleaned up.
      const late = {
        _id: new Binary(Buffer.alloc(16, 7)),
        s: dead.number * 2 ** 22,
        o: dead.number * 2 ** 22,
        t: 0,
        e: 0,
        k: [],
      };
      await client
        .db(database)
        .collection<{ _id: Binary }>('events')
        .insertOne({ ...late, b: { ...stored[0], key: '07'.repeat(16) } } as { _id: Binary });
      assert.deepEqual(await findAll(repository.events), stored);
      await (await at(now + 30 * MINUTE)).close();
      assert.deepEqual((await repository.events.snapshot()).hidden, [dead.number]);
      await (await at(now + 2 * HOUR)).close();
      const state = await stateOf(database);
      assert.deepEqual([state?.['open'], state?.['dead'], state?.['committed']], [[], [], []]);
      const snapshot = await repository.events.snapshot();
      assert.deepEqual([snapshot.hidden, snapshot.last], [[], dead.number]);
      assert.deepEqual(await findAll(repository.events), stored);
      assert.deepEqual(await findAll(repository.events, undefined, { snapshot: before }), stored);
      // What was asked then is answered now: the write was open at that time.
      const then = await repository.events.snapshot(now + 10);
      assert.deepEqual([then.last, then.hidden], [before.last, before.hidden]);
    }));

  it('refuses the owner of a forgotten write', () =>
    withDatabase(async (at) => {
      const repository = await at(now);
      const write = await repository.events.beginWrite(OWNER, LEASE, 'stream');
      await repository.events.abandonWrite(write.number, 'mine');
      await (await at(now + 2 * HOUR)).close();
      await assert.rejects(repository.events.commitWrite(write), /lease-lost/);
      await assert.rejects(repository.events.append(write, under(write, aCaptureID(), [anObservation(1)])), /lease-lost/);
      assert.deepEqual(await findAll(repository.events), []);
    }));

  it('leaves alone what is in use', () =>
    withDatabase(async (at) => {
      const repository = await at(now);
      const { stored } = await record(repository.events, [anObservation(1), anObservation(2)]);
      const message = await repository.inbox.put(aMeta({ receivedAt: now }), streamOf(someBytes(2 * MIB)));
      const open = await repository.events.beginWrite(OWNER, 72 * HOUR, 'stream');
      const more = await add(repository.events, open, aCaptureID(), [anObservation(3)]);
      await (await at(now + 48 * HOUR)).close();
      assert.ok((await readAll(repository.inbox, message.captureID)).equals(someBytes(2 * MIB)));
      await repository.events.commitWrite(open);
      assert.deepEqual(keysOf(await findAll(repository.events)), keysOf([...stored, ...more]));
    }));
});
