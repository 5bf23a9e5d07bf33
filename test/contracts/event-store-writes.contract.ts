/** What writes promise: all or nothing, one place per key, no word after the end. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  aCaptureID,
  add,
  anObservation,
  findAll,
  isProblem,
  keysOf,
  LEASE,
  OWNER,
  type RepositoryContract,
  record,
  under,
  visibleKeys,
} from './event-store-subject.ts';

export const writesContract: RepositoryContract = {
  'gives back an event as it was given, through another connection': async ({ repository, again }) => {
    const { stored } = await record(repository.events, [anObservation(1), anObservation(2)]);
    assert.deepEqual(await findAll((await again()).events), stored);
  },

  'shows nothing of a small write before its end and all of it afterwards': async ({ repository, again }) => {
    const reader = (await again()).events;
    const write = await repository.events.beginWrite(OWNER, LEASE, 'small');
    const stored = await add(repository.events, write, aCaptureID(), [anObservation(1), anObservation(2)]);
    assert.deepEqual(await visibleKeys(reader), []);
    assert.deepEqual(await visibleKeys(repository.events), []);
    await repository.events.commitWrite(write);
    assert.deepEqual(await visibleKeys(reader), keysOf(stored));
  },

  'shows nothing of a stream write before its end and all of it afterwards': async ({ repository, again }) => {
    const reader = (await again()).events;
    const captureID = aCaptureID();
    const write = await repository.events.beginWrite(OWNER, LEASE, 'stream');
    const first = await add(repository.events, write, captureID, [anObservation(1)]);
    const second = await add(repository.events, write, captureID, [anObservation(2)], 1);
    assert.deepEqual(await visibleKeys(reader), []);
    assert.deepEqual(await visibleKeys(repository.events), []);
    await repository.events.commitWrite(write);
    assert.deepEqual(await visibleKeys(reader), keysOf([...first, ...second]));
  },

  'numbers writes upwards, with record times that never decrease': async ({ repository, again }) => {
    const other = (await again()).events;
    let last = { number: 0, recordTime: 0 };
    for (let i = 0; i < 6; i++) {
      const { write } = await record(i % 2 ? other : repository.events, [anObservation(i)], i % 3 ? 'small' : 'stream');
      assert.ok(write.number > last.number && write.recordTime >= last.recordTime, JSON.stringify([last, write]));
      last = write;
    }
    assert.ok(Math.abs(last.recordTime - Date.now()) < 60_000);
  },

  'answers a known key with the event that is there': async ({ repository, again }) => {
    const { stored } = await record(repository.events, [anObservation(1)]);
    const other = (await again()).events;
    const write = await other.beginWrite(OWNER, LEASE, 'small');
    const given = under(write, aCaptureID(), [anObservation(2), anObservation(1)]);
    const outcomes = await other.append(write, given);
    await other.commitWrite(write);
    assert.deepEqual(outcomes, [{ outcome: 'stored' }, { outcome: 'exists', existing: stored[0], where: 'committed' }]);
    assert.deepEqual(await findAll(repository.events), [stored[0], given[0]]);
  },

  'answers the second event of one key in one write with the first': async ({ repository }) => {
    const write = await repository.events.beginWrite(OWNER, LEASE, 'small');
    const [first, second] = under(write, aCaptureID(), [anObservation(1), anObservation(1)]);
    assert.ok(first && second);
    assert.deepEqual(await repository.events.append(write, [first, second]), [
      { outcome: 'stored' },
      { outcome: 'exists', existing: first, where: 'this-write' },
    ]);
    await repository.events.commitWrite(write);
    assert.deepEqual(await findAll(repository.events), [first]);
  },

  'answers a key of another open write with the number of that write': async ({ repository, again }) => {
    const holder = await repository.events.beginWrite(OWNER, LEASE, 'stream');
    await add(repository.events, holder, aCaptureID(), [anObservation(1)]);
    const other = (await again()).events;
    const write = await other.beginWrite(OWNER, LEASE, 'stream');
    const given = under(write, aCaptureID(), [anObservation(1), anObservation(2)]);
    assert.deepEqual(await other.append(write, given), [{ outcome: 'held', by: holder.number }, { outcome: 'stored' }]);
    await other.commitWrite(write);
    await repository.events.commitWrite(holder);
    assert.equal((await findAll(other)).length, 2);
  },

  'takes the very event of the same write again without a second effect': async ({ repository }) => {
    const write = await repository.events.beginWrite(OWNER, LEASE, 'stream');
    const captureID = aCaptureID();
    const stored = await add(repository.events, write, captureID, [anObservation(1), anObservation(2)]);
    await add(repository.events, write, captureID, [anObservation(1), anObservation(2)]);
    await repository.events.commitWrite(write);
    assert.deepEqual(await findAll(repository.events), stored);
  },

  'puts an event in the place of one that an abandoned write left': async ({ repository, again }) => {
    const dead = await repository.events.beginWrite(OWNER, LEASE, 'stream');
    await add(repository.events, dead, aCaptureID(), [anObservation(1), anObservation(2)]);
    assert.equal(await repository.events.abandonWrite(dead.number, 'mine'), true);
    const { stored } = await record((await again()).events, [anObservation(2), anObservation(3)]);
    assert.deepEqual(await findAll(repository.events), stored);
  },

  'leaves nothing of an abandoned small write': async ({ repository, again }) => {
    const write = await repository.events.beginWrite(OWNER, LEASE, 'small');
    await add(repository.events, write, aCaptureID(), [anObservation(1)]);
    assert.equal(await repository.events.abandonWrite(write.number, 'mine'), true);
    const other = (await again()).events;
    assert.deepEqual(await visibleKeys(other), []);
    const next = await record(other, [anObservation(1)]);
    assert.ok(next.write.number > write.number);
    assert.deepEqual(await visibleKeys(repository.events), keysOf(next.stored));
  },

  'takes back what one capture job added and keeps the rest': async ({ repository, again }) => {
    for (const size of ['small', 'stream'] as const) {
      const [withdrawn, kept] = [aCaptureID(), aCaptureID()];
      const write = await repository.events.beginWrite(OWNER, LEASE, size);
      await add(repository.events, write, withdrawn, [anObservation(`${size}1`), anObservation(`${size}2`)]);
      const rest = await add(repository.events, write, kept, [anObservation(`${size}3`)]);
      await repository.events.withdraw(write, withdrawn);
      const freed = await add(repository.events, write, kept, [anObservation(`${size}2`)], 1);
      await repository.events.commitWrite(write);
      const found = await findAll((await again()).events);
      assert.deepEqual(found.slice(-2), [...rest, ...freed]);
      assert.equal(found.filter(({ origin }) => origin.captureID === withdrawn).length, 0);
    }
  },

  'refuses every call under an abandoned write': async ({ repository, again }) => {
    for (const size of ['small', 'stream'] as const) {
      const write = await repository.events.beginWrite(OWNER, LEASE, size);
      await add(repository.events, write, aCaptureID(), [anObservation(`${size}1`)]);
      assert.equal(await repository.events.abandonWrite(write.number, 'mine'), true);
      const event = under(write, aCaptureID(), [anObservation(`${size}2`)]);
      await assert.rejects(repository.events.append(write, event), isProblem('lease-lost'));
      await assert.rejects(repository.events.renewWrite(write, LEASE), isProblem('lease-lost'));
      await assert.rejects(repository.events.commitWrite(write), isProblem('lease-lost'));
      assert.deepEqual(await visibleKeys((await again()).events), []);
    }
  },

  'lets nobody else abandon a write before its lease has run out': async ({ repository, again }) => {
    const other = (await again()).events;
    const write = await repository.events.beginWrite(OWNER, LEASE, 'stream');
    assert.equal(await other.abandonWrite(write.number, 'expired'), false);
    const stored = await add(repository.events, write, aCaptureID(), [anObservation(1)]);
    await repository.events.commitWrite(write);
    assert.equal(await other.abandonWrite(write.number, 'expired'), false, 'committed');
    assert.equal(await other.abandonWrite(write.number + 1000, 'expired'), false, 'unknown');
    assert.deepEqual(await visibleKeys(other), keysOf(stored));
  },

  'lets anybody abandon a write whose lease has run out, and fences its owner': async ({ repository, again }) => {
    const other = (await again()).events;
    const write = await repository.events.beginWrite(OWNER, 1, 'stream');
    await sleep(50);
    assert.equal(await other.abandonWrite(write.number, 'expired'), true);
    await assert.rejects(
      repository.events.append(write, under(write, aCaptureID(), [anObservation(1)])),
      isProblem('lease-lost'),
    );
    await assert.rejects(repository.events.commitWrite(write), isProblem('lease-lost'));
  },

  'keeps a write alive that is renewed in time': async ({ repository, again }) => {
    const write = await repository.events.beginWrite(OWNER, 100, 'stream');
    await repository.events.renewWrite(write, LEASE);
    await sleep(200);
    assert.equal(await (await again()).events.abandonWrite(write.number, 'expired'), false);
    await repository.events.commitWrite(write);
  },

  'takes a second commit of one write for the first': async ({ repository }) => {
    const { write, stored } = await record(repository.events, [anObservation(1)], 'stream');
    await repository.events.commitWrite(write);
    assert.deepEqual(await visibleKeys(repository.events), keysOf(stored));
  },

  'keeps two connections apart that write at the same time': async ({ repository, again }) => {
    const stores = [repository.events, (await again()).events];
    const jobs = stores.flatMap((store, i) =>
      (['small', 'stream'] as const).map(async (size, j) => {
        const written: string[] = [];
        for (let n = 0; n < 8; n++) {
          const events = [0, 1, 2].map((k) => anObservation(`${i}${j}${n}${k}`));
          written.push(...keysOf((await record(store, events, size)).stored));
        }
        return written;
      }),
    );
    const expected = (await Promise.all(jobs)).flat().sort();
    assert.equal(expected.length, 96);
    for (const store of stores) assert.deepEqual([...(await visibleKeys(store))].sort(), expected);
  },

  'stores an event once that two connections bring at the same time': async ({ repository, again }) => {
    const stores = [repository.events, (await again()).events];
    const events = Array.from({ length: 20 }, (_, n) => anObservation(n));
    const outcomes = await Promise.all(
      stores.map(async (store) => {
        const write = await store.beginWrite(OWNER, LEASE, 'stream');
        const answers = await store.append(write, under(write, aCaptureID(), events));
        await store.commitWrite(write);
        return answers;
      }),
    );
    const stored = outcomes.flat().filter(({ outcome }) => outcome === 'stored');
    assert.equal(stored.length, events.length);
    assert.equal((await findAll(repository.events)).length, events.length);
  },
};
