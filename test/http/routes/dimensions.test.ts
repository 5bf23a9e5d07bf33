import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { nextOf, onEachStore } from '../on-each-store.ts';
import { EX, eventsOf, idOf, idsOf, jsonDocument, jsonEvent, startTestHub, type TestHub } from '../start-hub.ts';

const UNIT = 'urn:epc:id:sgtin:0614141.107346.2017';
const UNIT_LINK = 'https://id.gs1.org/01/10614141073464/21/2017';
const CASE = 'urn:epc:id:sscc:0614141.1234567890';
const DOCK = 'urn:epc:id:sgln:0614141.07346.1234';
const DOCK_LINK = 'https://id.gs1.org/414/0614141073467/254/1234';
const PRIVATE = 'https://epc.example.org/asset/7';
const encode = encodeURIComponent;
const asWritten = { 'gs1-epc-format': 'Never_Translates' };

const events = [
  jsonEvent(1, { epcList: [UNIT, PRIVATE], bizStep: 'commissioning', disposition: 'active', readPoint: { id: DOCK } }),
  {
    ...jsonEvent(2, { bizStep: 'packing', bizLocation: { id: DOCK } }),
    type: 'AggregationEvent',
    epcList: undefined,
    action: 'ADD',
    parentID: CASE,
    childEPCs: [UNIT_LINK],
  },
  jsonEvent(3, { epcList: [CASE], bizStep: `${EX}steaming`, disposition: `${EX}wet` }),
  { ...jsonEvent(4, { bizStep: undefined }), type: 'ex:Party', action: undefined, epcList: undefined },
];

onEachStore('dimension resources', (environment) => {
  let hub: TestHub;
  before(async () => {
    hub = await startTestHub(environment);
    const job = await hub.job((await hub.post('/capture', jsonDocument(events))).headers.location);
    assert.deepEqual([job.success, job.stored], [true, 4], JSON.stringify(job));
  });
  after(() => hub[Symbol.asyncDispose]());

  const members = async (path: string, headers = {}): Promise<readonly string[]> => {
    const answer = await hub.get(path, headers);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json().type, 'Collection');
    return answer.json().member;
  };

  it('list the names of the top level at the root', async () => {
    assert.deepEqual(
      new Set(await members('/')),
      new Set(['capture', 'events', 'queries', 'eventTypes', 'epcs', 'bizSteps', 'bizLocations', 'readPoints', 'dispositions']),
    );
  });

  it('list EPCs of every field once, in the order of their first mention, as GS1-EPC-Format says', async () => {
    assert.deepEqual(await members('/epcs', asWritten), [UNIT, PRIVATE, CASE]);
    assert.deepEqual((await members('/epcs')).slice(0, 2), [UNIT_LINK, PRIVATE]);
  });

  it('list places as GS1-EPC-Format says', async () => {
    assert.deepEqual(await members('/readPoints', asWritten), [DOCK]);
    assert.deepEqual(await members('/bizLocations'), [DOCK_LINK]);
  });

  it('list the words and types of the standard, and those that events have', async () => {
    const steps = await members('/bizSteps?perPage=100');
    assert.ok(steps.includes('shipping') && steps.includes(`${EX}steaming`), steps.join());
    assert.ok((await members('/dispositions?perPage=100')).includes(`${EX}wet`));
    const types = await members('/eventTypes');
    assert.ok(types.includes('AssociationEvent') && types.includes(`${EX}Party`), types.join());
  });

  it('write words of somebody’s own with the prefix that the caller declares', async () => {
    const answer = await hub.get('/bizSteps?perPage=100', { 'gs1-extensions': `ex=${EX}` });
    assert.ok(answer.json().member.includes('ex:steaming'));
    assert.deepEqual(answer.json()['@context'].at(-1), { ex: EX });
  });

  it('come in pages that hold every value once', async () => {
    for (const [path, most] of [
      ['/bizSteps?perPage=7', 7],
      ['/epcs?perPage=1', 1],
    ] as const) {
      const found: string[] = [];
      for (let next: string | undefined = path; next; ) {
        const answer = await hub.get(next, asWritten);
        assert.ok(answer.json().member.length <= most);
        found.push(...answer.json().member);
        next = nextOf(answer.headers);
      }
      assert.equal(new Set(found).size, found.length);
      assert.ok(found.length > 2 && found.includes(path.startsWith('/epcs') ? CASE : `${EX}steaming`));
    }
  });

  for (const path of [
    `/epcs/${UNIT}`,
    `/epcs/${encode(UNIT_LINK)}`,
    `/readPoints/${encode(DOCK_LINK)}`,
    '/bizSteps/urn:epcglobal:cbv:bizstep:shipping',
    `/bizSteps/${encode(`${EX}steaming`)}`,
    '/eventTypes/TransactionEvent',
  ]) {
    it(`have an instance ${path}`, async () => {
      assert.deepEqual(await members(path), ['events']);
      assert.equal((await hub.send('OPTIONS', path)).status, 204);
    });
  }

  for (const path of [
    '/epcs/urn:epc:id:sgtin:0614141.107346.999999',
    '/readPoints/urn:x:nowhere',
    '/bizSteps/flying',
    `/dispositions/${encode(`${EX}dry`)}`,
    '/eventTypes/Unheard',
  ]) {
    it(`do not know ${path}`, async () => {
      for (const [method, below] of [
        ['GET', ''],
        ['GET', '/events'],
        ['OPTIONS', ''],
      ] as const) {
        const answer = await hub.send(method, path + below);
        assert.equal(answer.status, 404, `${method} ${below}`);
        assert.equal(answer.json().type, 'epcisException:NoSuchResourceException');
      }
    });
  }

  it('lead to their events, with whatever else is asked', async () => {
    const ids = async (path: string, headers = {}) => [...idsOf(await hub.get(path, headers))].toSorted();
    const own = { 'gs1-extensions': `ex=${EX}` };
    assert.deepEqual(await ids(`/epcs/${encode(UNIT_LINK)}/events`), [idOf(1), idOf(2)]);
    assert.deepEqual(await ids(`/epcs/${UNIT}/events?eventType=ObjectEvent`), [idOf(1)]);
    assert.deepEqual(await ids('/bizSteps/ex:steaming/events', own), [idOf(3)]);
    assert.deepEqual(await ids(`/bizLocations/${encode(DOCK)}/events`), [idOf(2)]);
    assert.deepEqual(await ids(`/dispositions/active/events?EQ_disposition=in_transit`), []);
    assert.deepEqual(await ids('/eventTypes/ex:Party/events', own), [idOf(4)]);
    const [first] = eventsOf(await hub.get(`/epcs/${UNIT}/events?perPage=1&orderBy=eventTime&orderDirection=ASC`));
    assert.equal(first.eventID, idOf(1));
    const wrong = await hub.get(`/epcs/${UNIT}/events?no_such=1`);
    assert.deepEqual([wrong.status, wrong.json().name], [400, 'no_such']);
  });

  it('go on from page to page of their events', async () => {
    const first = await hub.get(`/epcs/${encode(UNIT_LINK)}/events?perPage=1`);
    const next = nextOf(first.headers);
    assert.ok(next?.startsWith(`/epcs/${encode(UNIT_LINK)}/events?`), next);
    assert.deepEqual([...idsOf(first), ...idsOf(await hub.get(next ?? ''))], [idOf(1), idOf(2)]);
  });
});

describe('dimension resources that list nothing', () => {
  it('answer with an empty collection, and refuse what they do not take', async () => {
    await using hub = await startTestHub();
    assert.deepEqual((await hub.get('/epcs')).json().member, []);
    assert.equal((await hub.get('/epcs?EQ_bizStep=shipping')).json().name, 'EQ_bizStep');
    assert.equal((await hub.get('/bizSteps', { accept: 'application/xml' })).status, 406);
    assert.equal((await hub.send('POST', '/epcs')).status, 405);
  });
});
