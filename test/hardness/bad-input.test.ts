/**
 * Bad input over HTTP: each is refused with a sentence that says what, where and which rule; the hub stays up, its memory
 * stays bounded, and nothing is half stored.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeDocuments } from '../../bench/documents.ts';
import { describeOnStores, type StartedHub } from '../hub-on-stores.ts';
import { peakMemory } from '../hub-process.ts';

const good = makeDocuments('json-2.0', { events: 1, epcs: 1 }, 'G')();
const goodXml = makeDocuments('xml-2.0', { events: 2, epcs: 2 }, 'G')();
const asEvent = (change: (event: Record<string, unknown>) => void): string => {
  const document = JSON.parse(good);
  change(document.epcisBody.eventList[0]);
  return JSON.stringify(document);
};

type Case = { readonly body: string | Uint8Array; readonly type: string; readonly status?: number; readonly says: RegExp };
const json = 'application/json';
const xml = 'application/xml';

/** Small documents, answered at the door. */
const cases: Readonly<Record<string, Case>> = {
  'text that is no JSON': { body: 'hello', type: json, says: /line 1/ },
  'text that is no XML': { body: 'hello', type: xml, says: /line 1/ },
  'XML called JSON': { body: goodXml, type: json, says: /line 1/ },
  'an empty body': { body: '', type: json, says: /empty/i },
  'a truncated JSON document': { body: good.slice(0, -30), type: json, says: /line 1/ },
  'a truncated XML document': { body: goodXml.slice(0, -60), type: xml, says: /line \d+/ },
  'bytes that are no UTF-8': { body: Buffer.from(good.replace('shipping', 'shipp\u00ff'), 'latin1'), type: json, says: /UTF-8/ },
  'a content type that is not read': { body: good, type: 'text/csv', status: 415, says: /text\/csv/ },
  'a DOCTYPE': { body: goodXml.replace('?>', '?><!DOCTYPE a [<!ENTITY b "c">]>'), type: xml, says: /DOCTYPE/ },
  'an entity bomb': {
    body: `<?xml version="1.0"?><!DOCTYPE a [${Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('')}]><a>&e9;</a>`,
    type: xml,
    says: /DOCTYPE/,
  },
  'an event without eventTime': { body: asEvent((event) => delete event['eventTime']), type: json, says: /eventTime/ },
  'an event without action': { body: goodXml.replace('<action>OBSERVE</action>', ''), type: xml, says: /action/ },
  'an EPC that is no URI': {
    body: asEvent((event) => Object.assign(event, { epcList: ['pack 17'] })),
    type: json,
    says: /pack 17/,
  },
  'a time without zone': {
    body: asEvent((event) => Object.assign(event, { eventTime: '2026-01-05T06:00:00' })),
    type: json,
    says: /zone/,
  },
};

describeOnStores('bad input', ({ start }) => {
  it('is refused with a sentence that says what and where, and stores nothing', async () => {
    const hub = await start();
    for (const [what, { body, type, status = 400, says }] of Object.entries(cases)) {
      const job = await hub.capture(body, type);
      assert.equal(job.status, status, `${what}: ${JSON.stringify(job)}`);
      assert.match(`${job.errors[0]?.title} ${job.errors[0]?.detail}`, says, what);
      assert.match(job.errors[0]?.type ?? '', /^epcisException:/, what);
    }
    assert.equal(await stored(hub), 0);
    assert.equal((await hub.ask('/health/ready')).status, 200);
  });

  it('deep nesting is cut off early, in JSON and XML, whatever its length', async () => {
    const hub = await start();
    for (const [body, type] of [
      [`{"type":${'['.repeat(100_000)}`, json],
      [`${good.slice(0, -4)},"a:b":${'{"a:b":'.repeat(100_000)}`, json],
      [`${goodXml.slice(0, goodXml.indexOf('</ObjectEvent>'))}${'<x:a xmlns:x="urn:x">'.repeat(100_000)}`, xml],
    ] as const) {
      const job = await hub.capture(body, type);
      assert.ok(!job.success && job.errors.length > 0, JSON.stringify(job).slice(0, 300));
      assert.match(`${job.errors[0]?.title} ${job.errors[0]?.detail}`, /deep|nest|level/i);
    }
    assert.ok(peakMemory(hub.pid) < 500, `peak memory ${peakMemory(hub.pid)} MB`);
  });

  it('one bad event late in a large document takes the whole back under rollback, and only itself under proceed', async () => {
    const hub = await start();
    const document = JSON.parse(makeDocuments('json-2.0', { events: 9_000, epcs: 3 }, 'L')());
    const list = document.epcisBody.eventList as Record<string, unknown>[];
    // An eventID that says something else than the event which has it already: no schema sees it.
    Object.assign(list.at(-1) ?? {}, { eventID: list[0]?.['eventID'] });
    const body = JSON.stringify(document);
    assert.ok(body.length > 4 * 1024 * 1024);
    const refused = await hub.capture(body, json);
    assert.ok(!refused.success && !refused.running, JSON.stringify(refused).slice(0, 300));
    assert.equal(await stored(hub), 0);
    const kept = await hub.capture(body, json, { 'GS1-Capture-Error-Behaviour': 'proceed' });
    assert.equal(kept.success, false);
    assert.equal(await stored(hub), 8_999);
  });

  it('a document over the limits is told which limit', async () => {
    const hub = await start({ env: { EPCIS_CAPTURE_FILE_SIZE_LIMIT: '200000', EPCIS_CAPTURE_LIMIT: '5' } });
    const long = await hub.capture(makeDocuments('json-2.0', { events: 500, epcs: 10 }, 'S')(), json);
    assert.equal(long.status, 413);
    assert.match(long.errors[0]?.detail ?? '', /200000/);
    const many = await hub.capture(makeDocuments('json-2.0', { events: 6, epcs: 1 }, 'M')(), json);
    assert.equal(many.status, 413, JSON.stringify(many));
    assert.match(many.errors[0]?.detail ?? '', /5/);
    assert.equal(await stored(hub), 0);
  });
});

const stored = async (hub: StartedHub): Promise<number> => (await hub.countEvents()).size;
