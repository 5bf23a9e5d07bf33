/** A process that dies leaves nothing half-done, and nothing in the way of the next one. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { aCaptureID, add, anObservation, findAll, keysOf, record, visibleKeys } from '../../contracts/event-store-subject.ts';
import { aMeta, readAll, someBytes, streamOf } from '../../contracts/inbox-subject.ts';
import { inFolder, runUntilLine } from './databases.ts';

/** Begins something on the store named by the argument, says so, and waits to be killed. */
const program = (work: string): string => `
  import { hostname } from 'node:os';
  import { openSqliteRepository } from './server/store/sqlite/open.ts';
  import * as subject from './test/contracts/event-store-subject.ts';
  import * as messages from './test/contracts/inbox-subject.ts';
  const repository = await openSqliteRepository({ folder: process.argv[1] });
  const owner = hostname() + '/' + process.pid + '/test';
  ${work}
  console.log('begun');
  setInterval(() => undefined, 1000);
`;

async function killed(work: string, folder: string): Promise<void> {
  const { process: child } = await runUntilLine(program(work), folder);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const beginAndAdd = (size: 'small' | 'stream'): string => `
  const write = await repository.events.beginWrite(owner, 3_600_000, '${size}');
  await subject.add(repository.events, write, subject.aCaptureID(), [subject.anObservation(1), subject.anObservation(2)]);
`;

describe('after a process was killed', () => {
  for (const size of ['small', 'stream'] as const) {
    it(`nothing of its ${size} write is there, however long its lease`, async (test) => {
      const { folder, open } = await inFolder(test);
      await killed(beginAndAdd(size), folder);
      const { events } = await open();
      assert.deepEqual(await visibleKeys(events), []);
      assert.equal((await events.snapshot()).settled, Number.POSITIVE_INFINITY);
      const { stored } = await record(events, [anObservation(1)]);
      assert.deepEqual(await findAll(events), stored);
    });
  }

  it('what its abandoned write left is removed', async (test) => {
    const { folder, open } = await inFolder(test);
    await killed(beginAndAdd('stream'), folder);
    const repository = await open();
    for (let left = 1; left > 0; ) left = (await repository.gauges())['writes_dead'] ?? 0;
    const database = new DatabaseSync(`${folder}/events.sqlite`);
    for (const table of ['event', 'body', 'term', 'fact']) {
      assert.deepEqual(database.prepare(`SELECT count(*) AS left FROM ${table}`).get()?.['left'], 0, table);
    }
    database.close();
  });

  it('its committed events are there', async (test) => {
    const { folder, open } = await inFolder(test);
    await killed(
      `await subject.record(repository.events, [subject.anObservation(1)]);${beginAndAdd('stream').replace('Observation(1)', 'Observation(3)')}`,
      folder,
    );
    assert.equal((await findAll((await open()).events)).length, 1);
  });

  it('the message it was receiving is swept away, and one it has acknowledged is whole', async (test) => {
    const { folder, open } = await inFolder(test);
    const bytes = someBytes(3_000_000, 7);
    await killed(
      `
      await repository.inbox.put(messages.aMeta({ captureID: 'whole' }), messages.streamOf(messages.someBytes(3_000_000, 7)));
      async function* endless() {
        for (let i = 0; i < 5; i++) yield messages.someBytes(1_000_000, i);
        console.log('begun');
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      }
      repository.inbox.put(messages.aMeta({ captureID: 'half' }), endless());
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      `,
      folder,
    );
    const { inbox } = await open();
    assert.equal(await inbox.get('half'), undefined);
    assert.deepEqual(await readAll(inbox, 'whole'), Buffer.from(bytes));
    const database = new DatabaseSync(`${folder}/inbox.sqlite`);
    assert.equal(database.prepare('SELECT count(DISTINCT spool) AS spools FROM chunk').get()?.['spools'], 1);
    database.close();
  });
});

describe('while a process lives', () => {
  it('its writes and uploads are left alone by another that opens the store', async (test) => {
    const { folder, open } = await inFolder(test);
    const { process: child } = await runUntilLine(program(beginAndAdd('stream')), folder);
    const { events, inbox } = await open();
    assert.equal((await events.snapshot()).hidden.length, 1);
    assert.equal(await events.abandonWrite(1, 'expired'), false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await inbox.waiting();
  });
});

describe('a write whose lease ran out', () => {
  it('is ended by the next writer, so that who follows recordTime gets on', async (test) => {
    const { open } = await inFolder(test);
    const { events } = await open();
    const lost = await events.beginWrite('elsewhere.example/1/thread', 1, 'stream');
    await add(events, lost, aCaptureID(), [anObservation(1), anObservation(2)]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { stored } = await record(events, [anObservation(2)]);
    assert.deepEqual(await visibleKeys(events), keysOf(stored));
    assert.equal((await events.snapshot()).settled, Number.POSITIVE_INFINITY);
  });

  it('gives back the lock of a small write', async (test) => {
    const { open } = await inFolder(test);
    const [first, second] = [(await open()).events, (await open()).events];
    const stuck = await first.beginWrite('elsewhere.example/1/thread', 100, 'small');
    await add(first, stuck, aCaptureID(), [anObservation(1)]);
    const { stored } = await record(second, [anObservation(1)]);
    assert.deepEqual(await visibleKeys(first), keysOf(stored));
    await assert.rejects(first.commitWrite(stuck), { code: 'lease-lost' });
  });
});

describe('an upload in progress', () => {
  it('does not stop others from writing', async (test) => {
    const { open } = await inFolder(test);
    const [{ inbox }, other] = [await open(), await open()];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = inbox.put(
      aMeta({ captureID: 'slow' }),
      (async function* () {
        yield someBytes(2_000_000);
        await gate;
        yield someBytes(10);
      })(),
    );
    await other.inbox.put(aMeta({ captureID: 'quick' }), streamOf(someBytes(10)));
    assert.deepEqual(
      (await other.inbox.list(10)).map(({ captureID }) => captureID),
      ['quick'],
    );
    release();
    assert.equal((await slow).bytes, 2_000_010);
  });
});
