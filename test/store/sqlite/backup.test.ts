/** A copy made while others write is a store, with everything that was acknowledged before. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { backupSqlite } from '../../../server/store/sqlite/backup.ts';
import { openSqliteRepository } from '../../../server/store/sqlite/open.ts';
import { anObservation, findAll, isProblem, record } from '../../contracts/event-store-subject.ts';
import { aMeta, aResult, only, readAll, someBytes, streamOf } from '../../contracts/inbox-subject.ts';
import { inFolder } from './databases.ts';

describe('backup', () => {
  it('copies a store that is being written, whole', async (test) => {
    const { folder, open } = await inFolder(test);
    const repository = await open();
    const capture = async (n: number): Promise<void> => {
      const captureID = `message-${n}`;
      await repository.inbox.put(aMeta({ captureID }), streamOf(someBytes(5000, n + 1)));
      await record(repository.events, [anObservation(`${n}a`), anObservation(`${n}b`)]);
      const claim = only(await repository.inbox.claim('test', 60_000, 1, 1_000_000));
      await repository.inbox.finish(claim, aResult());
    };
    for (let n = 0; n < 20; n++) await capture(n);
    let isCopied = false;
    const to = join(folder, 'copy');
    const copying = backupSqlite({ folder, to }).finally(() => {
      isCopied = true;
    });
    let n = 20;
    while (!isCopied) await capture(n++);
    await copying;
    await capture(n);

    const copy = await openSqliteRepository({ folder: to });
    test.after(() => copy.close());
    const messages = await copy.inbox.list(100_000);
    assert.ok(messages.length >= 20 && messages.length < n + 1, `${messages.length} of ${n + 1}`);
    const events = await findAll(copy.events);
    for (const { captureID, result } of messages) {
      const serial = Number(captureID.slice('message-'.length));
      assert.deepEqual(await readAll(copy.inbox, captureID), Buffer.from(someBytes(5000, serial + 1)));
      if (!result) continue;
      const epcs = events.flatMap(({ event }) => ('epcList' in event ? (event.epcList ?? []) : []));
      assert.ok(
        epcs.some((epc) => epc.endsWith(`.${serial}a`)),
        `message ${serial} is done and its events are missing`,
      );
    }
    await record(copy.events, [anObservation('after')]);
  });

  it('refuses to copy what is not there, and to copy over a store', async (test) => {
    const { folder, open } = await inFolder(test);
    await assert.rejects(
      backupSqlite({ folder: join(folder, 'none'), to: join(folder, 'copy') }),
      isProblem('store-unavailable'),
    );
    await open();
    await assert.rejects(backupSqlite({ folder, to: folder }), isProblem('store-unavailable'));
    await backupSqlite({ folder, to: join(folder, 'copy') });
    await assert.rejects(backupSqlite({ folder, to: join(folder, 'copy') }), isProblem('store-unavailable'));
  });
});
