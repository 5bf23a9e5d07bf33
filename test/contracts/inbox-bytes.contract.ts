/** What the inbox promises about the messages it keeps. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isProblem, type RepositoryContract } from './event-store-subject.ts';
import { aMeta, put, putMany, readAll, someBytes, streamOf } from './inbox-subject.ts';

const MIB = 1024 * 1024;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const inboxBytesContract: RepositoryContract = {
  'gives back the bytes exactly, through another connection': async ({ repository, again }) => {
    const other = (await again()).inbox;
    for (const [length, chunk] of [
      [1, 1],
      [1000, 7],
      [MIB - 1, 65_536],
      [MIB, MIB],
      [MIB + 1, 1000],
      [3 * MIB, 2 * MIB + 5],
    ] as const) {
      const bytes = someBytes(length, length);
      const { captureID, ...message } = await repository.inbox.put(aMeta(), streamOf(bytes, chunk));
      assert.deepEqual([message.bytes, message.sha256], [length, sha256(bytes)]);
      assert.ok((await readAll(other, captureID)).equals(bytes), `${length} bytes in chunks of ${chunk}`);
    }
  },

  'keeps a message without bytes': async ({ repository }) => {
    const { captureID, bytes } = await repository.inbox.put(aMeta(), streamOf(new Uint8Array()));
    assert.equal(bytes, 0);
    assert.equal((await readAll(repository.inbox, captureID)).length, 0);
  },

  'keeps what was said about a message': async ({ repository, again }) => {
    const meta = aMeta({
      mediaType: 'application/json',
      road: 'file',
      errorBehaviour: 'proceed',
      deliveredBy: 'Grossist Ø$.1',
      headers: { 'gs1-extensions': 'ex=https://example.com/ns', 'x.dotted': '', $odd: 'yes', '': 'empty' },
    });
    const message = await repository.inbox.put(meta, streamOf(someBytes(10)));
    assert.deepEqual(message, { ...meta, bytes: 10, sha256: sha256(someBytes(10)), arrival: message.arrival, attempts: 0 });
    assert.deepEqual(await (await again()).inbox.get(meta.captureID), message);
  },

  'knows nothing of a message it was never given': async ({ repository }) => {
    assert.equal(await repository.inbox.get('00000000-0000-4000-9000-ffffffffffff'), undefined);
    await assert.rejects(readAll(repository.inbox, '00000000-0000-4000-9000-ffffffffffff'), isProblem('capture-unknown'));
  },

  'keeps messages apart that arrive at the same time': async ({ repository, again }) => {
    const inboxes = [repository.inbox, (await again()).inbox];
    const given = Array.from({ length: 6 }, (_, i) => ({ meta: aMeta(), bytes: someBytes(MIB + i, i + 1) }));
    const kept = await Promise.all(
      given.map(({ meta, bytes }, i) => inboxes[i % 2]?.put(meta, streamOf(bytes, 10_000 + i)) ?? assert.fail()),
    );
    for (const { meta, bytes } of given) assert.ok((await readAll(repository.inbox, meta.captureID)).equals(bytes));
    assert.equal(new Set(kept.map(({ arrival }) => arrival)).size, given.length);
  },

  'leaves nothing of a message whose stream breaks, and passes its error on': async ({ repository, again }) => {
    const broken = new Error('the sender hung up');
    async function* breaking() {
      yield* streamOf(someBytes(5 * MIB));
      throw broken;
    }
    const meta = aMeta();
    await assert.rejects(repository.inbox.put(meta, breaking()), (error) => error === broken);
    for (const { inbox } of [repository, await again()]) {
      assert.equal(await inbox.get(meta.captureID), undefined);
      assert.deepEqual(await inbox.list(10), []);
      assert.equal(await inbox.waiting(), 0);
      assert.deepEqual(await inbox.claim('worker', 1000, 10, MIB), []);
    }
    // The same job may be brought again.
    const { bytes } = await repository.inbox.put(meta, streamOf(someBytes(10)));
    assert.equal(bytes, 10);
  },

  'shows nothing of a message before its last byte': async ({ repository, again }) => {
    const other = (await again()).inbox;
    const lastByte = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<void>();
    async function* slow() {
      yield someBytes(2 * MIB);
      seen.resolve();
      await lastByte.promise;
      yield someBytes(1);
    }
    const meta = aMeta();
    const putting = repository.inbox.put(meta, slow());
    await seen.promise;
    assert.equal(await other.get(meta.captureID), undefined);
    assert.deepEqual(await other.claim('worker', 1000, 10, MIB), []);
    lastByte.resolve();
    assert.equal((await putting).bytes, 2 * MIB + 1);
    assert.equal((await other.get(meta.captureID))?.bytes, 2 * MIB + 1);
  },

  'lists messages newest first, page by page': async ({ repository, again }) => {
    const ids = await putMany(repository.inbox, 7);
    const other = (await again()).inbox;
    const first = await other.list(3);
    const second = await other.list(3, first.at(-1)?.arrival);
    const third = await other.list(3, second.at(-1)?.arrival);
    assert.deepEqual(
      [first, second, third].map((page) => page.map(({ captureID }) => captureID)),
      [ids.slice(4).toReversed(), ids.slice(1, 4).toReversed(), ids.slice(0, 1)],
    );
    assert.deepEqual(first[0], await other.get(ids[6] ?? ''));
  },

  'numbers messages in the order in which they arrive': async ({ repository, again }) => {
    const inboxes = [repository.inbox, (await again()).inbox];
    let last = 0;
    for (let i = 0; i < 6; i++) {
      const { arrival } = await put(inboxes[i % 2] ?? repository.inbox);
      assert.ok(arrival > last, `${arrival} after ${last}`);
      last = arrival;
    }
  },

  'takes and gives a message of 100 MB without holding it': async ({ repository }) => {
    const memory = peakMemory();
    const hash = createHash('sha256');
    async function* long() {
      for (let i = 0; i < 100; i++) {
        if (i % 10 === 0) memory.look();
        const piece = someBytes(MIB, i + 1);
        hash.update(piece);
        yield piece;
      }
    }
    const { captureID, bytes, sha256: kept } = await repository.inbox.put(aMeta(), long());
    assert.deepEqual([bytes, kept], [100 * MIB, hash.digest('hex')]);
    const given = createHash('sha256');
    let length = 0;
    for await (const piece of repository.inbox.read(captureID)) {
      given.update(piece);
      length += piece.length;
      if (Math.floor(length / MIB) % 10 === 0) memory.look();
    }
    assert.equal(given.digest('hex'), kept);
    assert.ok(memory.growth() < 60 * MIB, `memory grew by ${Math.round(memory.growth() / MIB)} MiB`);
  },
};

/** The most that living objects and buffers took beyond what they took at first. */
function peakMemory() {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const used = (): number => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  let peak = before;
  return {
    look: (): void => {
      peak = Math.max(peak, used());
    },
    growth: (): number => peak - before,
  };
}
