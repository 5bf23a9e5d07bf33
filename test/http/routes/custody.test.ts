import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { jsonDocument, jsonEvent, startTestHub, type TestHub } from '../start-hub.ts';

const UNIT = 'urn:epc:id:sgtin:9521141.012345.AP1';
const CASE = 'urn:epc:id:sscc:9521141.0000000001';
const MAKER = 'urn:epc:id:pgln:9521141.00000';
const SELLER = 'urn:epc:id:pgln:9521234.00000';
const notations = [UNIT, 'https://id.gs1.org/01/09521141123454/21/AP1', '(01)09521141123454(21)AP1'];
const encode = encodeURIComponent;

let hub: TestHub;
before(async () => {
  hub = await startTestHub();
  const parties = {
    sourceList: [{ type: 'possessing_party', source: MAKER }],
    destinationList: [{ type: 'possessing_party', destination: SELLER }],
  };
  const events = [
    jsonEvent(1, {
      action: 'ADD',
      bizStep: 'commissioning',
      epcList: [UNIT],
      readPoint: { id: 'urn:epc:id:sgln:9521141.00001.0' },
    }),
    {
      ...jsonEvent(2, { type: 'AggregationEvent', action: 'ADD', bizStep: 'packing', parentID: CASE, childEPCs: [UNIT] }),
      epcList: undefined,
    },
    jsonEvent(3, { bizStep: 'shipping', disposition: 'in_transit', epcList: [CASE], ...parties }),
    jsonEvent(4, { bizStep: 'receiving', epcList: [CASE], ...parties, readPoint: { id: 'urn:epc:id:sgln:9521234.00001.0' } }),
  ];
  const job = await hub.job((await hub.post('/capture', jsonDocument(events))).headers.location);
  assert.ok(job.success, JSON.stringify(job));
});
after(() => hub[Symbol.asyncDispose]());

describe('GET /hub/custody/{identifier}', () => {
  it('tells the chain, whatever the notation', async () => {
    for (const notation of notations) {
      const answer = await hub.get(`/hub/custody/${encode(notation)}`);
      assert.equal(answer.status, 200, answer.text);
      const { identifier, status, chain } = answer.json();
      assert.equal(identifier, 'https://id.gs1.org/01/09521141123454/21/AP1');
      assert.equal(status, 'held');
      assert.deepEqual(
        chain.map(({ state }: { state: string }) => state),
        ['held', 'in_transit', 'held'],
      );
    }
  });

  it('tells it as of a time, and as known at a time', async () => {
    const then = await hub.get(`/hub/custody/${encode(UNIT)}?asOf=2025-03-03T10:00:03Z`);
    assert.equal(then.json().status, 'in_transit');
    const before_ = await hub.get(`/hub/custody/${encode(UNIT)}?knownAt=2001-01-01T00:00:00Z`);
    assert.deepEqual([before_.status, before_.json().code], [404, 'identifier-unknown']);
  });

  it('tells it to people as text', async () => {
    const answer = await hub.get(`/hub/custody/${encode(UNIT)}`, { accept: 'text/plain' });
    assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
    assert.match(answer.text, /in.transit/i);
  });

  const bad = [
    [`/hub/custody/${encode('urn:epc:id:sgtin:9521141.012345.NONE')}`, 404, 'identifier-unknown'],
    [`/hub/custody/${encode('not an identifier')}`, 400, 'identifier-invalid'],
    [`/hub/custody/${encode(UNIT)}?asOf=yesterday`, 400, 'query-parameter'],
    [`/hub/custody/${encode(UNIT)}?asOf=2025-03-03T10:00:03Z&asOf=2025-03-03T10:00:03Z`, 400, 'query-parameter'],
    [`/hub/custody/${encode(UNIT)}?when=now`, 400, 'query-parameter'],
  ] as const;
  for (const [path, status, code] of bad) {
    it(`answers ${path} with ${code}`, async () => {
      const answer = await hub.get(path);
      assert.deepEqual([answer.status, answer.json().code], [status, code]);
    });
  }

  it('comes as JSON or text', async () =>
    assert.equal((await hub.get(`/hub/custody/${encode(UNIT)}`, { accept: 'application/xml' })).status, 406));
});
