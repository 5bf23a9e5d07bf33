/** Opening: versions, damage, and many at once. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { anObservation, findAll, isProblem, record } from '../../contracts/event-store-subject.ts';
import { aMeta } from '../../contracts/inbox-subject.ts';
import { direct, inFolder, threaded } from './databases.ts';

describe('opening the embedded store', () => {
  it('works for many at once over an empty folder', async (test) => {
    const { open } = await inFolder(test);
    const repositories = await Promise.all([open(), open(threaded), open(), open(threaded)]);
    await Promise.all(repositories.map(({ events }, i) => record(events, [anObservation(i)])));
    for (const { events } of repositories) assert.equal((await findAll(events)).length, repositories.length);
  });

  it('changes nothing the second time', async (test) => {
    const { folder, open } = await inFolder(test);
    const { stored } = await record((await open()).events, [anObservation(1)]);
    const schema = () => {
      const database = new DatabaseSync(join(folder, 'events.sqlite'));
      const rows = database.prepare('SELECT sql FROM sqlite_schema UNION ALL SELECT appliedAt FROM schema_version').all();
      database.close();
      return rows;
    };
    const before = schema();
    assert.deepEqual(await findAll((await open()).events), stored);
    assert.deepEqual(schema(), before);
  });

  it('refuses files of a newer program', async (test) => {
    const { folder, open } = await inFolder(test);
    await (await direct(folder)).close();
    const database = new DatabaseSync(join(folder, 'events.sqlite'));
    database.exec("INSERT INTO schema_version VALUES (999, 'from the future', 0)");
    database.close();
    await assert.rejects(open(), isProblem('store-version'));
    await assert.rejects(open(threaded), isProblem('store-version'));
  });

  it('says that a file is no database, that a folder cannot be made', async (test) => {
    const { folder, open } = await inFolder(test);
    await writeFile(join(folder, 'events.sqlite'), 'this is not a database file, whatever its name says'.repeat(100));
    await assert.rejects(open(), isProblem('store-unavailable'));
    await assert.rejects(open(threaded), isProblem('store-unavailable'));
    await assert.rejects(direct(join(folder, 'events.sqlite', 'below')), isProblem('store-unavailable'));
  });
});

describe('a repository in threads', () => {
  it('passes problems and errors on as they are', async (test) => {
    const { open } = await inFolder(test);
    const { events, inbox } = await open(threaded);
    const write = await events.beginWrite('elsewhere.example/1/test', 1000, 'stream');
    await events.abandonWrite(write.number, 'mine');
    await assert.rejects(events.commitWrite(write), isProblem('lease-lost'));
    const read = async () => {
      for await (const chunk of inbox.read('unknown')) assert.fail(`${chunk.length} bytes of nothing`);
    };
    await assert.rejects(read(), isProblem('capture-unknown'));
    const query = { where: [{ parameter: 'WD_readPoint', kind: 'within', field: 'readPoint', anyOf: ['x'] }] } as const;
    await assert.rejects(
      events.find({ query, visibility: [], snapshot: await events.snapshot(), limit: 1 }),
      (error: unknown) => {
        assert.ok(error instanceof Error && 'facts' in error && 'detail' in error);
        assert.deepEqual(error.facts, { name: 'WD_readPoint' });
        return isProblem('query-parameter')(error);
      },
    );
    const source = new Error('the client went away');
    await assert.rejects(
      inbox.put(
        aMeta(),
        // biome-ignore lint/correctness/useYield: it fails before its first chunk
        (async function* () {
          throw source;
        })(),
      ),
      (error) => error === source,
    );
    assert.equal(await inbox.waiting(), 0);
  });

  it('answers pings and gauges while it is open, and says so when it is not', async (test) => {
    const { folder, open } = await inFolder(test);
    for (const how of [direct, threaded]) {
      const repository = await how(folder);
      await repository.ping();
      const gauges = await repository.gauges();
      assert.deepEqual(Object.keys(gauges).sort(), [
        'events_bytes',
        'inbox_bytes',
        'inbox_waiting',
        'writes',
        'writes_dead',
        'writes_open',
      ]);
      await repository.close();
      await assert.rejects(repository.ping());
    }
    await open();
  });

  it('stops reading a message when the reader does', async (test) => {
    const { open } = await inFolder(test);
    const { inbox } = await open(threaded);
    const meta = aMeta();
    await inbox.put(
      meta,
      (async function* () {
        for (let i = 0; i < 20; i++) yield new Uint8Array(1_000_000).fill(i);
      })(),
    );
    for await (const chunk of inbox.read(meta.captureID)) {
      assert.equal(chunk[0], 0);
      break;
    }
    assert.equal((await inbox.get(meta.captureID))?.bytes, 20_000_000);
  });
});
