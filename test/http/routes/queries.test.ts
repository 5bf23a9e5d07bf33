import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { nextOf, onEachStore } from '../on-each-store.ts';
import { createKeyFor } from '../second-key.ts';
import { CONTEXT, EX, eventsOf, idOf, idsOf, jsonDocument, jsonEvent, startTestHub, type TestHub } from '../start-hub.ts';

onEachStore('named queries', (environment) => {
  let hub: TestHub;
  before(async () => {
    hub = await startTestHub(environment);
    const events = [
      jsonEvent(1, { bizStep: 'shipping', 'ex:carrier': 'north' }),
      jsonEvent(2, { bizStep: 'packing' }),
      ...Array.from({ length: 5 }, (_, i) => jsonEvent(3 + i, { bizStep: 'receiving' })),
    ];
    const job = await hub.job((await hub.post('/capture', jsonDocument(events))).headers.location);
    assert.deepEqual([job.success, job.stored], [true, 7], JSON.stringify(job));
  });
  after(() => hub[Symbol.asyncDispose]());

  it('are kept, shown, run under their name, and removed', async () => {
    const query = { EQ_bizStep: ['shipping', 'packing'], orderBy: 'eventTime', orderDirection: 'ASC' };
    const made = await hub.post('/queries', { name: 'on the way', query });
    assert.deepEqual([made.status, made.headers.location, made.text], [201, '/queries/on%20the%20way', '']);
    const path = made.headers.location ?? '';
    assert.deepEqual((await hub.get(path)).json(), { name: 'on the way', query });
    const found = await hub.get(`${path}/events`);
    assert.deepEqual(idsOf(found), [idOf(1), idOf(2)]);
    assert.equal(found.json().epcisBody.queryResults.queryName, 'on the way');
    assert.equal((await hub.send('OPTIONS', path)).headers.allow, 'OPTIONS, GET, DELETE');
    assert.equal((await hub.send('DELETE', path)).status, 204);
    for (const [method, gone] of [
      ['GET', path],
      ['GET', `${path}/events`],
      ['DELETE', path],
      ['OPTIONS', path],
    ] as const) {
      const answer = await hub.send(method, gone);
      assert.deepEqual([answer.status, answer.json().type], [404, 'epcisException:NoSuchNameException'], `${method} ${gone}`);
    }
  });

  it('keep their prefixes, wherever those were declared', async () => {
    const query = { 'EQ_ex:carrier': ['north'] };
    const header = { 'gs1-extensions': `ex=${EX}` };
    for (const [name, body, headers] of [
      ['own-context', { query: { '@context': CONTEXT, ...query } }, {}],
      ['by-header', { query }, header],
      [
        'own-before-header',
        { query: { '@context': { ex: EX }, ...query } },
        { 'gs1-extensions': 'ex=https://elsewhere.example/' },
      ],
    ] as const) {
      const made = await hub.post('/queries', { name, ...body }, headers);
      assert.equal(made.status, 201, made.text);
      assert.deepEqual(idsOf(await hub.get(`/queries/${name}/events`)), [idOf(1)], name);
      // What is shown says all of it: it can be made again elsewhere.
      const shown = (await hub.get(`/queries/${name}`)).json();
      assert.equal((await hub.post('/queries', { ...shown, name: `${name}-again` })).status, 201);
      assert.deepEqual(idsOf(await hub.get(`/queries/${name}-again/events`)), [idOf(1)], name);
    }
  });

  it('are given out once by name', async () => {
    assert.equal((await hub.post('/queries', { name: 'taken', query: {} })).status, 201);
    const again = await hub.post('/queries', { name: 'taken', query: { EQ_action: ['ADD'] } });
    assert.deepEqual([again.status, again.json().type], [409, 'epcisException:ResourceAlreadyExistsException']);
    assert.deepEqual((await hub.get('/queries/taken')).json().query, {});
  });

  it('come in pages, and their events do', async () => {
    for (const name of ['a1', 'a2', 'a3']) await hub.post('/queries', { name, query: { EQ_bizStep: ['receiving'] } });
    const names: string[] = [];
    for (let path: string | undefined = '/queries?perPage=2'; path; ) {
      const page = await hub.get(path);
      assert.ok(Array.isArray(page.json()) && page.json().length <= 2);
      names.push(...page.json().map((query: { name: string }) => query.name));
      path = nextOf(page.headers);
    }
    assert.ok(['a1', 'a2', 'a3', 'taken'].every((name) => names.includes(name)));
    assert.equal(new Set(names).size, names.length);
    const ids: string[] = [];
    for (let path: string | undefined = '/queries/a1/events?perPage=2'; path; ) {
      const page = await hub.get(path);
      ids.push(...idsOf(page));
      path = nextOf(page.headers);
    }
    assert.deepEqual(ids, [3, 4, 5, 6, 7].map(idOf));
  });

  it('end a page token that is deleted', async () => {
    for (const path of ['/events?perPage=2', '/queries?perPage=1', '/bizSteps?perPage=2']) {
      const next = nextOf((await hub.get(path)).headers) ?? '';
      assert.equal((await hub.get(next)).status, 200, next);
      const token = new URL(next, 'http://hub').searchParams.get('nextPageToken') ?? '';
      for (const time of ['once', 'twice']) {
        assert.equal((await hub.send('DELETE', `/nextPageToken/${encodeURIComponent(token)}`)).status, 204, time);
      }
      const refused = await hub.get(next);
      assert.deepEqual([refused.status, refused.json().code], [400, 'page-token-invalid'], path);
    }
    assert.equal((await hub.send('DELETE', '/nextPageToken/nobody-gave-this')).json().code, 'page-token-invalid');
  });

  for (const [what, body, code, name] of [
    ['no name', { query: {} }, 'query-invalid', 'name'],
    ['an empty name', { name: '', query: {} }, 'query-invalid', 'name'],
    ['a name that is a path', { name: '..', query: {} }, 'query-invalid', 'name'],
    ['a name of the standard', { name: 'SimpleEventQuery', query: {} }, 'query-invalid', 'name'],
    ['a name of control characters', { name: 'a\nb', query: {} }, 'query-invalid', 'name'],
    ['no query', { name: 'q' }, 'query-invalid', 'query'],
    ['a query that is a list', { name: 'q', query: [] }, 'query-invalid', 'query'],
    ['something besides', { name: 'q', query: {}, subscribe: true }, 'query-invalid', 'subscribe'],
    ['no object', ['q'], 'query-invalid', undefined],
    ['an unknown parameter', { name: 'q', query: { EQ_colour: ['red'] } }, 'query-parameter', 'EQ_colour'],
    ['an undeclared prefix', { name: 'q', query: { 'EQ_ex:carrier': ['north'] } }, 'query-parameter', 'EQ_ex:carrier'],
    ['a value of the wrong kind', { name: 'q', query: { EQ_bizStep: [{}] } }, 'query-parameter', 'EQ_bizStep'],
  ] as const) {
    it(`refuse ${what}`, async () => {
      const answer = await hub.post('/queries', body);
      assert.deepEqual([answer.status, answer.json().code, answer.json().name], [400, code, name], answer.text);
      assert.equal((await hub.get('/queries/q')).status, 404);
    });
  }

  it('refuse bodies that are no JSON, or too much of it', async () => {
    assert.equal((await hub.post('/queries', '{"name":')).json().code, 'document-invalid');
    assert.equal((await hub.post('/queries', 'name: q', { 'content-type': 'text/plain' })).status, 415);
    const long = { name: 'q', query: { EQ_eventID: [`urn:x:${'x'.repeat(1024 * 1024)}`] } };
    assert.equal((await hub.post('/queries', long)).status, 413);
    assert.equal((await hub.get('/queries/taken/events?EQ_bizStep=shipping')).json().name, 'EQ_bizStep');
  });

  it('are removed by who made them, or an admin, and read by all who may query', async () => {
    const mine = await createKeyFor(hub, 'first partner', ['query']);
    const other = await createKeyFor(hub, 'second partner', ['query']);
    const capturer = await createKeyFor(hub, 'third partner', ['capture']);
    assert.equal((await hub.post('/queries', { name: 'mine', query: {} }, mine)).status, 201);
    assert.equal((await hub.post('/queries', { name: 'theirs', query: {} }, capturer)).status, 403);
    assert.equal(eventsOf(await hub.get('/queries/mine/events', other)).length, 7);
    assert.equal((await hub.send('DELETE', '/queries/mine', { headers: other })).status, 403);
    assert.equal((await hub.send('DELETE', '/queries/mine', { headers: mine })).status, 204);
    assert.equal((await hub.post('/queries', { name: 'mine', query: {} }, mine)).status, 201);
    assert.equal((await hub.send('DELETE', '/queries/mine')).status, 204);
  });
});
