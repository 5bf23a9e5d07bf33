/** What the inbox promises about who works on its messages. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Inbox } from '../../server/ports/inbox.ts';
import { isProblem, LEASE, type RepositoryContract } from './event-store-subject.ts';
import { aResult, idsOf, only, put, putMany } from './inbox-subject.ts';

const MANY = 100;
const MIB = 1024 * 1024;

export const inboxQueueContract: RepositoryContract = {
  'gives the oldest messages first, no more than asked': async ({ repository, again }) => {
    const ids = await putMany(repository.inbox, 5);
    const other = (await again()).inbox;
    assert.deepEqual(idsOf(await other.claim('worker', LEASE, 2, MIB)), ids.slice(0, 2));
    assert.deepEqual(idsOf(await repository.inbox.claim('worker', LEASE, MANY, MIB)), ids.slice(2));
    assert.deepEqual(await other.claim('worker', LEASE, MANY, MIB), []);
  },

  'counts how often a message was begun': async ({ repository }) => {
    await put(repository.inbox);
    for (let attempts = 1; attempts <= 3; attempts++) {
      const claim = only(await repository.inbox.claim('worker', LEASE, 1, MIB));
      assert.equal(claim.message.attempts, attempts);
      await repository.inbox.release(claim, 0);
    }
  },

  'stops taking at the bound of bytes, but takes the first however long': async ({ repository }) => {
    const ids = [...(await putMany(repository.inbox, 1, 5000)), ...(await putMany(repository.inbox, 4, 100))];
    assert.deepEqual(idsOf(await repository.inbox.claim('worker', LEASE, MANY, 200)), ids.slice(0, 1));
    assert.deepEqual(idsOf(await repository.inbox.claim('worker', LEASE, MANY, 200)), ids.slice(1, 3));
    assert.deepEqual(idsOf(await repository.inbox.claim('worker', LEASE, MANY, 200)), ids.slice(3));
  },

  'gives a message to one worker only, however many ask': async ({ repository, again }) => {
    const ids = await putMany(repository.inbox, 60);
    const inboxes = [repository.inbox, (await again()).inbox, (await again()).inbox];
    const drain = async (inbox: Inbox): Promise<readonly string[]> => {
      const mine: string[] = [];
      // Nothing to take for the moment, because others are taking it, is not the end.
      for (let idle = 0; idle < 3; ) {
        const claims = await inbox.claim('worker', LEASE, 7, MIB);
        idle = claims.length === 0 ? idle + 1 : 0;
        mine.push(...idsOf(claims));
      }
      return mine;
    };
    const taken = (await Promise.all([...inboxes, ...inboxes].map(drain))).flat();
    assert.deepEqual(taken.toSorted(), ids.toSorted());
  },

  'gives a message to another when its lease has run out, and fences the first': async ({ repository, again }) => {
    await put(repository.inbox);
    const late = only(await repository.inbox.claim('slow', 1, 1, MIB));
    await sleep(50);
    const other = (await again()).inbox;
    const claim = only(await other.claim('quick', LEASE, 1, MIB));
    assert.equal(claim.message.attempts, 2);
    await assert.rejects(repository.inbox.renew(late, LEASE), isProblem('lease-lost'));
    await assert.rejects(repository.inbox.finish(late, aResult()), isProblem('lease-lost'));
    await repository.inbox.release(late, 0);
    assert.deepEqual(await repository.inbox.claim('third', LEASE, 1, MIB), []);
    await other.finish(claim, aResult({ stored: 7 }));
    assert.equal((await repository.inbox.get(claim.message.captureID))?.result?.stored, 7);
  },

  'leaves a message to who renews his lease in time': async ({ repository, again }) => {
    await put(repository.inbox);
    const claim = only(await repository.inbox.claim('worker', 150, 1, MIB));
    await repository.inbox.renew(claim, LEASE);
    await sleep(250);
    assert.deepEqual(await (await again()).inbox.claim('other', LEASE, 1, MIB), []);
    await repository.inbox.finish(claim, aResult());
  },

  'gives a released message out again, but not before its time': async ({ repository, again }) => {
    const [first, second] = await putMany(repository.inbox, 2);
    const claims = await repository.inbox.claim('worker', LEASE, 2, MIB);
    const other = (await again()).inbox;
    for (const claim of claims) {
      await repository.inbox.release(claim, claim.message.captureID === first ? Date.now() + LEASE : Date.now() + 100);
    }
    assert.deepEqual(await other.claim('worker', LEASE, 2, MIB), []);
    await sleep(200);
    assert.deepEqual(idsOf(await other.claim('worker', LEASE, 2, MIB)), [second]);
  },

  'fences a worker that has given its message back': async ({ repository }) => {
    await put(repository.inbox);
    const claim = only(await repository.inbox.claim('worker', LEASE, 1, MIB));
    await repository.inbox.release(claim, 0);
    await assert.rejects(repository.inbox.renew(claim, LEASE), isProblem('lease-lost'));
    await assert.rejects(repository.inbox.finish(claim, aResult()), isProblem('lease-lost'));
    assert.equal(await repository.inbox.waiting(), 1);
  },

  'ends a job once and for all': async ({ repository, again }) => {
    const { captureID } = await put(repository.inbox);
    const claim = only(await repository.inbox.claim('worker', 1, 1, MIB));
    const result = aResult({
      success: false,
      refused: 1,
      errors: [
        {
          type: 'ValidationException',
          title: 'Wrong',
          detail: 'Zeile 3: «$.x» ist falsch',
          event: 0,
          issue: {
            id: 'event-time-zone-missing',
            layer: 'rule',
            severity: 'error',
            message: 'no zone',
            at: { line: 3, column: 9 },
          },
        },
      ],
      eventIDs: ['urn:uuid:00000000-0000-4000-8000-000000000001'],
    });
    await repository.inbox.finish(claim, result);
    const other = (await again()).inbox;
    assert.deepEqual((await other.get(captureID))?.result, result);
    assert.deepEqual((await other.list(1))[0]?.result, result);
    await sleep(50);
    assert.deepEqual(await other.claim('other', LEASE, 1, MIB), [], 'though the lease has run out');
    await assert.rejects(repository.inbox.finish(claim, aResult({ stored: 99 })), isProblem('lease-lost'));
    await assert.rejects(repository.inbox.renew(claim, LEASE), isProblem('lease-lost'));
    await repository.inbox.release(claim, 0);
    assert.deepEqual((await other.get(captureID))?.result, result);
    assert.deepEqual(await other.claim('other', LEASE, 1, MIB), [], 'nor after a release that came too late');
  },

  'keeps a result of very many findings': async ({ repository, again }) => {
    const { captureID } = await put(repository.inbox);
    const claim = only(await repository.inbox.claim('worker', LEASE, 1, MIB));
    const warnings = Array.from({ length: 100_000 }, (_, i) => ({
      id: 'some-rule',
      layer: 'rule' as const,
      severity: 'warning' as const,
      message: `event ${i} says something that a rule does not like, and says so at some length`,
      at: { line: i, column: 1, path: `/EPCISDocument/EPCISBody/EventList/ObjectEvent[${i}]` },
    }));
    await repository.inbox.finish(claim, aResult({ warnings }));
    assert.deepEqual((await (await again()).inbox.get(captureID))?.result?.warnings, warnings);
  },

  'counts the messages without a result': async ({ repository, again }) => {
    const other = (await again()).inbox;
    assert.equal(await other.waiting(), 0);
    await putMany(repository.inbox, 3);
    assert.equal(await other.waiting(), 3);
    const [claim] = await repository.inbox.claim('worker', LEASE, 2, MIB);
    assert.equal(await other.waiting(), 3);
    assert.ok(claim);
    await repository.inbox.finish(claim, aResult());
    assert.equal(await other.waiting(), 2);
  },
};
