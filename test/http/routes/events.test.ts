import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createKeyFor } from '../second-key.ts';
import { CONTEXT, EX, eventsOf, idOf, idsOf, jsonDocument, jsonEvent, startTestHub, type TestHub } from '../start-hub.ts';

const UNIT = 'urn:epc:id:sgtin:0614141.107346.2017';
const UNIT_LINK = 'https://id.gs1.org/01/10614141073464/21/2017';
const encode = encodeURIComponent;

let hub: TestHub;
before(async () => {
  hub = await startTestHub();
  const events = [
    jsonEvent(1, {
      action: 'ADD',
      bizStep: 'commissioning',
      epcList: [UNIT, 'https://epc.example.org/asset/7'],
      readPoint: { id: 'urn:epc:id:sgln:0614141.07346.1234' },
    }),
    jsonEvent(2, { bizStep: 'shipping', 'ex:carrier': 'north', recordTime: '2001-01-01T00:00:00Z' }),
    ...Array.from({ length: 38 }, (_, i) => jsonEvent(3 + i)),
  ];
  const job = await hub.job((await hub.post('/capture', jsonDocument(events))).headers.location);
  assert.deepEqual([job.success, job.stored], [true, 40], JSON.stringify(job));
});
after(() => hub[Symbol.asyncDispose]());

describe('GET /events', () => {
  it('answers with an EPCISQueryDocument', async () => {
    const answer = await hub.get(`/events?EQ_eventID=${encode(idOf(2))}`);
    const { type, schemaVersion, epcisBody } = answer.json();
    assert.deepEqual(
      [answer.status, type, schemaVersion, epcisBody.queryResults.queryName],
      [200, 'EPCISQueryDocument', '2.0', 'SimpleEventQuery'],
    );
    assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(answer.headers['gs1-cbv-version'], '2.0.0');
    const [event] = eventsOf(answer);
    assert.equal(event['ex:carrier'], 'north');
    assert.ok(Math.abs(Date.now() - Date.parse(event.recordTime)) < 600_000, 'recordTime is the hub’s own');
  });

  it('answers nothing with an empty list', async () => {
    assert.deepEqual(eventsOf(await hub.get(`/events?EQ_eventID=${encode(idOf(999))}`)), []);
  });

  it('gives thirty on a page, and every event once over all pages', async () => {
    const first = await hub.get('/events');
    assert.equal(eventsOf(first).length, 30);
    const found: string[] = [];
    for (let path: string | undefined = '/events?perPage=7'; path; ) {
      const page = await hub.get(path);
      assert.ok(eventsOf(page).length <= 7);
      found.push(...idsOf(page));
      path = /^<([^>]+)>; rel="next"$/.exec(String(page.headers['link'] ?? ''))?.[1];
      if (path) assert.ok(Date.parse(String(page.headers['gs1-next-page-token-expires'])) > Date.now());
    }
    assert.equal(found.length, 40);
    assert.equal(new Set(found).size, 40);
  });

  it('finds an EPC in whatever notation', async () => {
    for (const epc of [UNIT, UNIT_LINK, 'https://shop.example/01/10614141073464/21/2017', '(01)10614141073464(21)2017']) {
      assert.deepEqual(idsOf(await hub.get(`/events?MATCH_epc=${encode(epc)}`)), [idOf(1)], epc);
    }
  });

  it('reads lists with raw, encoded and no bar', async () => {
    for (const query of [
      'EQ_bizStep=commissioning|shipping',
      'EQ_bizStep=commissioning%7Cshipping',
      'EQ_bizStep=commissioning&EQ_bizStep=shipping',
    ]) {
      assert.deepEqual(new Set(idsOf(await hub.get(`/events?${query}`))), new Set([idOf(1), idOf(2)]));
    }
  });

  it('reads prefixes of GS1-Extensions in names', async () => {
    assert.deepEqual(idsOf(await hub.get('/events?EQ_ex:carrier=north', { 'gs1-extensions': `ex=${EX}` })), [idOf(2)]);
    assert.equal((await hub.get('/events?EQ_ex:carrier=north')).json().name, 'EQ_ex:carrier');
  });

  for (const query of [
    'no_such=1',
    'eq_bizStep=packing',
    'GE_eventTime=yesterday',
    'GE_eventTime=2024-05-01T10:00:00',
    'EQ_action=CHANGE',
    'orderBy=colour',
    'eventCountLimit=3',
    'perPage=0',
    'perPage=x',
    'nextPageToken=nobody-gave-this',
  ]) {
    it(`refuses ${query} and names the parameter`, async () => {
      const answer = await hub.get(`/events?${query}`);
      assert.equal(answer.status, 400);
      assert.equal(answer.json().type, 'epcisException:QueryParameterException');
      assert.equal(answer.json().name, query.split('=')[0]);
    });
  }

  it('writes identifiers as it was asked to', async () => {
    const epcs = async (format?: string) =>
      eventsOf(await hub.get(`/events?EQ_eventID=${encode(idOf(1))}`, format ? { 'gs1-epc-format': format } : {}))[0].epcList;
    const asset = 'https://epc.example.org/asset/7';
    assert.deepEqual(await epcs(), [UNIT_LINK, asset]);
    assert.deepEqual(await epcs('Always_GS1_Digital_Link'), [UNIT_LINK, asset]);
    assert.deepEqual(await epcs('Never_Translates'), [UNIT, asset]);
    assert.deepEqual(await epcs('Always_EPC_URN'), [UNIT, asset]);
    assert.equal((await hub.get('/events', { 'gs1-epc-format': 'Always_Barcode' })).status, 400);
  });

  it('tells an admin how an answer is found, and nobody else', async () => {
    const told = (await hub.get('/events?EQ_bizStep=commissioning&explain=1')).json();
    assert.deepEqual([told.returned, told.asked.terms], [1, [1]]);
    assert.ok(told.examined >= 1 && told.examined < 40 && /term/.test(told.road), JSON.stringify(told));
    const key = await createKeyFor(hub, 'a partner', ['query']);
    assert.equal((await hub.get('/events?explain=1', key)).status, 403);
    assert.equal((await hub.get('/events?explain=2')).json().name, 'explain');
  });

  it('says what it can answer in, where it cannot answer', async () => {
    for (const headers of [
      { accept: 'text/html' },
      { accept: 'application/problem+json' },
      { 'gs1-epcis-min': '9.0' },
      { 'gs1-epcis-max': '0.5' },
      { 'gs1-cbv-min': '9.0' },
    ]) {
      const answer = await hub.get('/events', headers as Record<string, string>);
      assert.equal(answer.status, 406);
      assert.equal(answer.json().type, 'epcisException:NotAcceptableException');
      assert.ok(answer.json().allowed.length > 0);
    }
    assert.equal(
      (await hub.get('/events?perPage=1', { accept: 'application/ld+json' })).headers['content-type'],
      'application/ld+json; charset=utf-8',
    );
  });

  it('needs the role query', async () => {
    const { secret } = await hub.hub.createKey({ name: 'sender', roles: ['capture'], loopbackOnly: false });
    const answer = await hub.get('/events', { authorization: `Bearer ${secret}` });
    assert.equal(answer.status, 403);
    assert.deepEqual(answer.json().allowed, ['query']);
    assert.equal(
      (await hub.post('/events', { '@context': CONTEXT, ...jsonEvent(60) }, { authorization: `Bearer ${secret}` })).status,
      201,
    );
  });
});

describe('GET /events/{eventID}', () => {
  it('gives the event and what was declared about it, without pages', async () => {
    const declared = { ...jsonEvent(3), errorDeclaration: { declarationTime: '2025-04-01T00:00:00Z', reason: 'did_not_occur' } };
    await hub.job((await hub.post('/capture', jsonDocument([declared]))).headers.location);
    for (const path of [`/events/${encode(idOf(3))}`, `/events/${idOf(3)}`]) {
      const answer = await hub.get(path);
      assert.deepEqual(
        eventsOf(answer).map((event) => event.errorDeclaration !== undefined),
        [false, true],
      );
      assert.equal(answer.headers['link'], undefined);
      assert.equal(answer.headers['gs1-next-page-token-expires'], undefined);
    }
  });
  it('is 404 where there is none', async () => {
    const answer = await hub.get(`/events/${encode(idOf(999))}`);
    assert.deepEqual([answer.status, answer.json().code], [404, 'event-unknown']);
  });
  it('answers HEAD', async () => {
    const answer = await hub.send('HEAD', `/events/${encode(idOf(4))}`);
    assert.deepEqual([answer.status, answer.text], [200, '']);
  });
});

describe('POST /events', () => {
  it('answers with the stored event', async () => {
    const answer = await hub.post('/events', { '@context': CONTEXT, ...jsonEvent(50) });
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.location, `/events/${encode(idOf(50))}`);
    const { eventID, recordTime, epcList, ...rest } = answer.json();
    assert.equal(eventID, idOf(50));
    assert.ok(Date.parse(recordTime) > Date.now() - 60_000);
    assert.deepEqual(epcList, ['https://id.gs1.org/01/10614141073464/21/3050']);
    assert.ok(rest['@context']);
    assert.deepEqual(idsOf(await hub.get(answer.headers.location ?? '')), [idOf(50)]);
  });
  it('gives an event without eventID one', async () => {
    const answer = await hub.post('/events', { '@context': CONTEXT, ...jsonEvent(51), eventID: undefined });
    assert.match(answer.json().eventID, /^ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0$/);
    assert.deepEqual(idsOf(await hub.get(answer.headers.location ?? '')), [answer.json().eventID]);
  });
  it('is a conflict where the eventID is taken, by another event or by this one', async () => {
    for (const more of [{ disposition: 'damaged' }, {}]) {
      const answer = await hub.post('/events', { '@context': CONTEXT, ...jsonEvent(50, more) });
      assert.deepEqual([answer.status, answer.json().type], [409, 'epcisException:ResourceAlreadyExistsException']);
    }
  });
  it('takes the declaration of an error', async () => {
    const answer = await hub.post('/events', {
      '@context': CONTEXT,
      ...jsonEvent(50),
      errorDeclaration: { declarationTime: '2025-04-01T00:00:00Z' },
    });
    assert.equal(answer.status, 201);
    assert.ok(answer.json().errorDeclaration);
  });
  const bad = [
    ['an event against its schema', { '@context': CONTEXT, ...jsonEvent(52), eventTime: undefined }],
    ['a document', jsonDocument([jsonEvent(52)])],
    ['a list', [jsonEvent(52)]],
    ['a number', 5],
    ['nothing', ''],
    ['half an event', '{"type":"ObjectEvent"'],
  ] as const;
  for (const [what, body] of bad) {
    it(`refuses ${what}`, async () => {
      const answer = await hub.post('/events', body);
      assert.deepEqual([answer.status, answer.json().type], [400, 'epcisException:ValidationException']);
    });
  }
  it('reads JSON only', async () => {
    assert.equal((await hub.post('/events', '<ObjectEvent/>', { 'content-type': 'application/xml' })).status, 415);
  });
  it('refuses an event of excessive length', async () => {
    const answer = await hub.post('/events', ' '.repeat(17 * 1024 * 1024));
    assert.deepEqual([answer.status, answer.json().code], [413, 'document-too-large']);
  });
});
