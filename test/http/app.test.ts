import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Observed } from '../../server/http/app.ts';
import type { Call } from '../../server/http/call.ts';
import type { Operation, Route } from '../../server/http/route.ts';
import { HubProblem } from '../../server/runtime/problem.ts';
import { ask, serve } from './serve.ts';

const operation = (handle: Operation['handle'], access: Operation['access'] = 'open'): Operation => ({
  id: 'test',
  summary: 'Test.',
  access,
  answers: [{ status: 200, description: 'It works.' }],
  handle,
});
const route = (path: string, handle: Operation['handle'], access?: Operation['access']): Route => ({
  path,
  family: 'default',
  operations: { GET: operation(handle, access) },
});
const echo = (call: Call) =>
  Promise.resolve({ status: 200, type: 'application/json', body: JSON.stringify(call.variables) } as const);

describe('paths', () => {
  const cases = [
    ['/things/urn:epc:id:sgtin:0614141.107346.2018', 'urn:epc:id:sgtin:0614141.107346.2018'],
    ['/things/urn%3Aepc%3Aid%3Asgtin%3A0614141.107346.2018', 'urn:epc:id:sgtin:0614141.107346.2018'],
    ['/things/https%3A%2F%2Fid.gs1.org%2F01%2F09506000134352%2F21%2FABC', 'https://id.gs1.org/01/09506000134352/21/ABC'],
    ['/things/ni%3A%2F%2F%2Fsha-256%3Babc%3Fver%3DCBV2.0', 'ni:///sha-256;abc?ver=CBV2.0'],
    ['/things/(01)09506000134352(21)ABC', '(01)09506000134352(21)ABC'],
    ['/things/once%252Fonly', 'once%2Fonly'],
    ['/things/a+b%20c', 'a+b c'],
  ] as const;
  for (const [path, expected] of cases) {
    it(`reads ${path} as one variable, decoded once`, async () => {
      await using hub = await serve({ routes: [route('/things/{thing}', echo)] });
      assert.deepEqual((await hub.ask('GET', path)).json(), { thing: expected });
    });
  }

  it('that are not percent-encoded rightly are refused', async () => {
    await using hub = await serve({ routes: [route('/things/{thing}', echo)] });
    const answer = await hub.ask('GET', '/things/%E0%A4%A');
    assert.equal(answer.status, 400);
    assert.equal(answer.json().code, 'identifier-invalid');
  });

  it('that lead nowhere are 404, as a problem', async () => {
    await using hub = await serve({ routes: [route('/things', echo)] });
    for (const path of ['/nothing', '/things/a/b', '/THINGS']) {
      const answer = await hub.ask('GET', path);
      assert.equal(answer.status, 404);
      assert.equal(answer.json().type, 'epcisException:NoSuchResourceException');
    }
  });

  it('that are too long are 414', async () => {
    await using hub = await serve({ routes: [route('/things', echo)] });
    for (const length of [40_000, 70_000]) {
      const answer = await hub.ask('GET', `/things?a=${'x'.repeat(length)}`);
      assert.equal(answer.status, 414);
      assert.equal(answer.json().type, 'epcisException:URITooLongException');
    }
  });
});

describe('methods', () => {
  it('that a resource lacks are 405 with Allow', async () => {
    await using hub = await serve({ routes: [route('/things', echo)] });
    for (const method of ['PUT', 'DELETE', 'POST', 'PATCH']) {
      const answer = await hub.ask(method, '/things');
      assert.equal(answer.status, 405);
      assert.equal(answer.headers.allow, 'OPTIONS, GET');
      assert.equal(answer.json().code, 'method-not-allowed');
    }
  });

  it('HEAD says what GET says, without the body', async () => {
    await using hub = await serve({ routes: [route('/things/{thing}', echo)] });
    const [head, get] = [await hub.ask('HEAD', '/things/a'), await hub.ask('GET', '/things/a')];
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
    assert.equal(head.headers['content-length'], String(get.text.length));
    assert.equal(head.headers['content-type'], get.headers['content-type']);
  });

  it('OPTIONS is 204 without a body and with every discovery header', async () => {
    const capture: Route = { path: '/capture', family: 'capture', operations: { POST: operation(echo), GET: operation(echo) } };
    await using hub = await serve({ routes: [capture, route('/', echo)] });
    const answer = await hub.ask('OPTIONS', '/capture');
    assert.equal(answer.status, 204);
    assert.equal(answer.text, '');
    const said = Object.fromEntries(
      Object.entries(answer.headers).filter(([name]) => name === 'allow' || name.startsWith('gs1-')),
    );
    assert.deepEqual(said, {
      allow: 'OPTIONS, POST, GET',
      'gs1-epcis-version': '2.0.0',
      'gs1-epcis-min': '1.0.0',
      'gs1-epcis-max': '2.0.0',
      'gs1-cbv-version': '2.0.0',
      'gs1-cbv-min': '1.0.0',
      'gs1-cbv-max': '2.0.0',
      'gs1-epc-format': 'Always_GS1_Digital_Link',
      'gs1-cbv-xml-format': 'Always_Web_URI',
      'gs1-extensions': '',
      'gs1-vendor-version': 'test',
      'gs1-epcis-capture-limit': '1000',
      'gs1-epcis-capture-file-size-limit': '100000',
      'gs1-capture-error-behaviour': 'all',
    });
    const root = await hub.ask('OPTIONS', '/');
    assert.equal(root.headers.allow, 'OPTIONS, GET');
    assert.equal(root.headers['gs1-epcis-capture-limit'], undefined);
  });

  it('OPTIONS with a key says whether the instance exists', async () => {
    const job: Route = {
      ...route('/jobs/{job}', echo),
      checkExists: async (call) => {
        if (call.variables['job'] !== 'one') throw new HubProblem('capture-unknown', 'no such job');
      },
    };
    await using hub = await serve({ routes: [job] });
    const headers = { authorization: 'Bearer x' };
    assert.equal((await hub.ask('OPTIONS', '/jobs/one', { headers })).status, 204);
    assert.equal((await hub.ask('OPTIONS', '/jobs/two', { headers })).status, 404);
    assert.equal((await hub.ask('OPTIONS', '/jobs/two')).status, 204);
  });
});

describe('problems', () => {
  const failing = (error: unknown) => route('/fails', () => Promise.reject(error));

  it('that nobody foresaw say nothing of their cause', async () => {
    await using hub = await serve({ routes: [failing(new Error('password of the database: hunter2'))] });
    const answer = await hub.ask('GET', '/fails', { headers: { 'x-request-id': 'r-1' } });
    assert.equal(answer.status, 500);
    assert.doesNotMatch(answer.text, /hunter2|Error:|\.ts/);
    assert.equal(answer.json().type, 'epcisException:ImplementationException');
    assert.equal(answer.json().requestID, 'r-1');
  });

  it('are JSON unless the client wants XML', async () => {
    await using hub = await serve({ routes: [failing(new HubProblem('query-parameter', 'a < b & "c"', { name: 'x' }))] });
    const cases = [
      [undefined, 'application/problem+json'],
      ['*/*', 'application/problem+json'],
      ['application/json', 'application/problem+json'],
      ['text/html', 'application/problem+json'],
      ['application/xml', 'application/problem+xml'],
      ['text/xml', 'application/problem+xml'],
      ['application/json;q=0.2, application/xml', 'application/problem+xml'],
      ['application/problem+xml', 'application/problem+xml'],
    ] as const;
    for (const [accept, type] of cases) {
      const answer = await hub.ask('GET', '/fails', { headers: accept === undefined ? {} : { accept } });
      assert.equal(answer.status, 400);
      assert.equal(answer.headers['content-type'], `${type}; charset=utf-8`, `Accept: ${accept}`);
    }
    const xml = await hub.ask('GET', '/fails', { headers: { accept: 'application/xml' } });
    assert.match(
      xml.text,
      /<epcis:EPCISException xmlns:epcis="urn:epcglobal:epcis:xsd:2"><type>epcisException:QueryParameterException<\/type>/,
    );
    assert.match(xml.text, /<status>400<\/status><detail>a &lt; b &amp; &quot;c&quot;<\/detail><instance>\/fails<\/instance>/);
  });

  it('in the middle of an answer tear it, rather than end it as if it were whole', async () => {
    async function* torn() {
      yield '[1,';
      yield '2,';
      throw new Error('the store went away');
    }
    await using hub = await serve({
      routes: [route('/torn', () => Promise.resolve({ status: 200, type: 'application/json', body: torn() }))],
    });
    await assert.rejects(hub.ask('GET', '/torn'), /aborted|hang up|ECONNRESET/);
  });

  it('before the first piece of a long answer are still problems', async () => {
    async function* stillborn() {
      if (Date.now() > 0) throw new HubProblem('store-unavailable', 'The store is away.');
      yield '';
    }
    await using hub = await serve({ routes: [route('/still', () => Promise.resolve({ status: 200, body: stillborn() }))] });
    const answer = await hub.ask('GET', '/still');
    assert.equal(answer.status, 503);
    assert.equal(answer.headers['retry-after'], '5');
  });
});

describe('an answer', () => {
  it('may be as long as it likes', async () => {
    const piece = 'x'.repeat(100_000);
    async function* pieces() {
      for (let i = 0; i < 200; i++) yield piece;
    }
    await using hub = await serve({
      routes: [route('/long', () => Promise.resolve({ status: 200, type: 'text/plain', body: pieces() }))],
    });
    assert.equal((await hub.ask('GET', '/long')).text.length, 20_000_000);
    const head = await hub.ask('HEAD', '/long');
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
  });

  it('carries the request id it was given, or one of its own', async () => {
    await using hub = await serve({ routes: [route('/', echo)] });
    assert.equal((await hub.ask('GET', '/', { headers: { 'x-request-id': 'abc-1' } })).headers['x-request-id'], 'abc-1');
    for (const given of ['with space', 'x'.repeat(200), '"quoted"']) {
      assert.match(
        String((await hub.ask('GET', '/', { headers: { 'x-request-id': given } })).headers['x-request-id']),
        /^[0-9a-f-]{36}$/,
      );
    }
  });

  it('names versions, and what it depends on, and is kept by no cache', async () => {
    await using hub = await serve({ routes: [route('/', echo)] });
    const { headers } = await hub.ask('GET', '/', { headers: { 'gs1-extensions': 'ex=https://ex.example/' } });
    assert.equal(headers['gs1-epcis-version'], '2.0.0');
    assert.equal(headers['gs1-cbv-version'], '2.0.0');
    assert.equal(headers['gs1-extensions'], 'ex=https://ex.example/');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.match(String(headers.vary), /GS1-EPC-Format/);
    assert.equal(headers['x-powered-by'], undefined);
  });

  it('is readable by pages of listed origins only', async () => {
    await using hub = await serve({ routes: [route('/', echo)], origins: ['https://console.example'] });
    const from = async (origin: string, method: string) => (await hub.ask(method, '/', { headers: { origin } })).headers;
    const listed = await from('https://console.example', 'OPTIONS');
    assert.equal(listed['access-control-allow-origin'], 'https://console.example');
    assert.match(String(listed['access-control-allow-headers']), /Authorization/);
    assert.match(String(listed['access-control-expose-headers']), /GS1-Next-Page-Token-Expires.*Link, Location/);
    assert.equal((await from('https://stranger.example', 'GET'))['access-control-allow-origin'], undefined);
  });

  it('is counted under the path of its route', async () => {
    const observed: Observed[] = [];
    await using hub = await serve({ routes: [route('/things/{thing}', echo)], observe: (one) => observed.push(one) });
    await hub.ask('GET', '/things/secret-number');
    await hub.ask('GET', '/nowhere');
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(
      observed.map(({ method, route: path, status }) => [method, path, status]),
      [
        ['GET', '/things/{thing}', 200],
        ['GET', '-', 404],
      ],
    );
    assert.ok(observed.every(({ seconds }) => seconds >= 0 && seconds < 5));
  });
});

describe('stopping', () => {
  it('lets what is under way finish and refuses what is new', async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const slow = route('/slow', async () => {
      begun.resolve();
      await gate.promise;
      return { status: 200, type: 'text/plain', body: 'done' };
    });
    const hub = await serve({ routes: [slow, route('/fast', echo)] });
    const underWay = hub.ask('GET', '/slow');
    await begun.promise;
    const drained = hub.hub.drain();
    const refused = await hub.ask('GET', '/fast');
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.connection, 'close');
    assert.equal(refused.json().code, 'shutting-down');
    const stopped = hub.stop(5_000);
    gate.resolve();
    assert.equal((await underWay).text, 'done');
    await Promise.all([drained, stopped]);
    await assert.rejects(ask(hub.port, 'GET', '/fast', {}), /ECONNREFUSED/);
  });

  it('cuts what does not finish in time', async () => {
    const begun = Promise.withResolvers<void>();
    const never = route('/never', () => {
      begun.resolve();
      return new Promise(() => {});
    });
    const hub = await serve({ routes: [never] });
    const underWay = assert.rejects(hub.ask('GET', '/never'), /hang up|ECONNRESET/);
    await begun.promise;
    await hub.stop(50);
    await underWay;
  });
});
