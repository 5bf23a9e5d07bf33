/**
 * Nothing acknowledged is lost, nothing is doubled, no document is there in part: the hub is killed at random moments
 * while clients capture, and so is the database engine.
 *
 * EPCIS_TEST_KILLS sets how often the hub is killed (default 8), EPCIS_TEST_DATABASE_KILLS the database (default 3).
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeDocuments } from '../../bench/documents.ts';
import { describeOnStores, type StartedHub } from '../hub-on-stores.ts';
import type { HubProcess } from '../hub-process.ts';

const KILLS = Number(process.env['EPCIS_TEST_KILLS'] ?? 8);
const DATABASE_KILLS = Number(process.env['EPCIS_TEST_DATABASE_KILLS'] ?? 3);
const CLIENTS = 3;
const SHAPE = { events: 20, epcs: 5 };

type Sent = { readonly ids: readonly string[]; location: string | undefined };

describeOnStores('a hub that is killed', ({ kind, start, crashDatabase }) => {
  it(`keeps every acknowledged document whole through ${KILLS} kills of the hub`, async () => {
    const sent: Sent[] = [];
    let hub = await start();
    for (let round = 0; round < KILLS; round++) {
      const load = startLoad(hub, sent, String.fromCharCode(65 + (round % 26)) + Math.floor(round / 26));
      await pause(30 + Math.random() * 900);
      await hub.kill();
      await load.stop();
      hub = await start({ over: hub.settings });
    }
    await judge(hub, sent);
  });

  if (crashDatabase) {
    it(`keeps every acknowledged document whole through ${DATABASE_KILLS} kills of the database`, async () => {
      const sent: Sent[] = [];
      const hub = await start();
      for (let round = 0; round < DATABASE_KILLS; round++) {
        const load = startLoad(hub, sent, `d${round}`);
        await pause(100 + Math.random() * 900);
        await crashDatabase();
        await pause(300);
        await load.stop();
      }
      await judge(hub, sent);
    });
  }

  it('finishes what is in hand on SIGTERM, and the rest after the next start', async () => {
    const sent: Sent[] = [];
    const hub = await start();
    const load = startLoad(hub, sent, 'T');
    await pause(500);
    const code = await hub.stop();
    await load.stop();
    assert.equal(code, 0, hub.log());
    await judge(await start({ over: hub.settings }), sent);
  });

  it('shares the work with a second hub on the same store', async () => {
    const sent: Sent[] = [];
    const first = await start();
    const second = await start({ over: first.settings });
    const loads = [startLoad(first, sent, 'X'), startLoad(second, sent, 'Y')];
    await pause(700);
    await first.kill();
    await pause(300);
    for (const load of loads) await load.stop();
    await judge(second, sent);
    assert.ok(kind === 'sqlite' || kind === 'mongo');
  });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function startLoad(hub: HubProcess, sent: Sent[], run: string): { stop(): Promise<void> } {
  let isOver = false;
  const client = async (number: number): Promise<void> => {
    const next = makeDocuments('json-2.0', SHAPE, `${run}${number}`);
    while (!isOver) {
      const body = next().replaceAll('urn:uuid:', `urn:uuid:${run}${number}-`);
      const document: Sent = {
        ids: [...body.matchAll(/"eventID":"([^"]+)"/g)].map((match) => match[1] ?? ''),
        location: undefined,
      };
      sent.push(document);
      const answer = await hub
        .ask('/capture', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
        .catch(() => undefined);
      if (answer?.status === 202) document.location = new URL(answer.headers.get('location') ?? '', hub.url).pathname;
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
  return {
    stop: async () => {
      isOver = true;
      await Promise.all(clients);
    },
  };
}

async function judge(hub: StartedHub, sent: readonly Sent[]): Promise<void> {
  const acknowledged = sent.filter((document) => document.location !== undefined);
  assert.ok(acknowledged.length > 0, 'nothing was ever acknowledged');
  for (const { location } of acknowledged) {
    const job = await hub.job(location ?? '');
    assert.ok(job.success && !job.running, `${location}: ${JSON.stringify(job)} ${hub.log()}`);
  }
  const count = await hub.countEvents();
  const present = (document: Sent): number => document.ids.filter((id) => count.has(id)).length;
  assert.deepEqual(
    acknowledged.filter((document) => present(document) < SHAPE.events).map((document) => document.location),
    [],
    'acknowledged and not whole',
  );
  assert.equal(
    sent.filter((document) => present(document) > 0 && present(document) < SHAPE.events).length,
    0,
    'documents in part',
  );
  assert.deepEqual(
    [...count].filter(([, times]) => times > 1),
    [],
    'events twice',
  );
}
