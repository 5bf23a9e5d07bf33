/** Opening a database makes it what this hub needs, whatever is there, however many hubs open it at once. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { MongoClient } from 'mongodb';
import { openMongoRepository } from '../../../server/store/mongo/open.ts';
import { anObservation, findAll, isProblem, record } from '../../contracts/event-store-subject.ts';
import { mongoForTests, skipWithout } from '../../mongo/databases.ts';

const mongo = await mongoForTests();

describe('opening a database', skipWithout(mongo), () => {
  if (!mongo) return;
  const { uri } = mongo.server;
  const client = new MongoClient(uri);
  after(() => client.close());

  const withDatabase = async (check: (database: string) => Promise<void>): Promise<void> => {
    const database = mongo.fresh();
    try {
      await check(database);
    } finally {
      await mongo.drop(database);
    }
  };

  it('makes every index once, when many hubs do it at the same time', () =>
    withDatabase(async (database) => {
      const repositories = await Promise.all(Array.from({ length: 6 }, () => openMongoRepository({ uri, database })));
      const { stored } = await record(repositories[0]?.events ?? assert.fail(), [anObservation(1)]);
      for (const repository of repositories) {
        assert.deepEqual(await findAll(repository.events), stored);
        await repository.close();
      }
      const indexes = await client.db(database).collection('events').indexes();
      assert.deepEqual(indexes.map(({ name }) => name).sort(), ['_id_', 'facts', 'parts', 'sequence', 'terms', 'time']);
      const states = await client.db(database).collection('state').find().toArray();
      assert.deepEqual(states.map(({ _id }) => String(_id)).sort(), ['arrivals', 'schema', 'sweep', 'writes']);
    }));

  it('makes an index that somebody dropped, and keeps what is there', () =>
    withDatabase(async (database) => {
      const first = await openMongoRepository({ uri, database });
      const { stored } = await record(first.events, [anObservation(1), anObservation(2)]);
      await first.close();
      await client.db(database).collection('events').dropIndex('terms');
      const again = await openMongoRepository({ uri, database });
      assert.deepEqual(await findAll(again.events), stored);
      await again.close();
      assert.ok((await client.db(database).collection('events').indexes()).some(({ name }) => name === 'terms'));
    }));

  it('compresses events the way that the size of a repository is planned for', () =>
    withDatabase(async (database) => {
      await (await openMongoRepository({ uri, database })).close();
      const [events] = await client.db(database).listCollections({ name: 'events' }).toArray();
      assert.match(JSON.stringify(events), /block_compressor=zstd/);
    }));

  it('is refused when a newer hub has changed the layout', () =>
    withDatabase(async (database) => {
      await (await openMongoRepository({ uri, database })).close();
      await client
        .db(database)
        .collection<{ _id: string; version: number }>('state')
        .updateOne({ _id: 'schema' }, { $inc: { version: 1 } });
      await assert.rejects(openMongoRepository({ uri, database }), isProblem('store-version'));
    }));

  it('counts what is there', () =>
    withDatabase(async (database) => {
      const repository = await openMongoRepository({ uri, database });
      await record(repository.events, [anObservation(1), anObservation(2)]);
      await record(repository.events, [anObservation(3)], 'stream');
      await repository.events.beginWrite('elsewhere.example/1/1', 60_000, 'stream');
      const { events_bytes: events, inbox_bytes: inbox, ...counts } = await repository.gauges();
      assert.deepEqual(counts, { events: 3, writes_open: 1, writes_dead: 0, inbox_waiting: 0 });
      assert.ok(Number(events) > 0 && Number(inbox) > 0);
      await repository.close();
    }));
});
