import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { healthRoutes } from '../../../server/http/routes/health.ts';
import { HubProblem } from '../../../server/runtime/problem.ts';
import { ask, serve } from '../serve.ts';
import { startTestHub, type TestHub } from '../start-hub.ts';

let hub: TestHub;
before(async () => {
  hub = await startTestHub();
});
after(() => hub[Symbol.asyncDispose]());

describe('health', () => {
  it('is told to everybody', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      const answer = await ask(hub.port, 'GET', path, {});
      assert.deepEqual([answer.status, answer.json()], [200, { status: 'ok' }]);
    }
  });
  it('is bad when the store does not answer', async () => {
    const ping = () => Promise.reject(new HubProblem('store-unavailable', 'The store is away.'));
    await using sick = await serve({ routes: healthRoutes({ ping, metrics: () => Promise.reject(new Error('unused')) }) });
    assert.equal((await sick.ask('GET', '/health/ready')).status, 503);
    assert.equal((await sick.ask('GET', '/health/live')).status, 200);
  });
  it('is bad when the store takes too long', async () => {
    const ping = () => new Promise<void>(() => {});
    await using sick = await serve({ routes: healthRoutes({ ping, metrics: () => Promise.reject(new Error('unused')) }) });
    assert.equal((await sick.ask('GET', '/health/ready')).status, 503);
  });
});

describe('/metrics', () => {
  it('are told to those who hold a key', async () => {
    assert.equal((await ask(hub.port, 'GET', '/metrics', {})).status, 401);
    const answer = await hub.get('/metrics');
    assert.equal(answer.status, 200);
    assert.match(String(answer.headers['content-type']), /^text\/plain/);
    assert.match(answer.text, /^epcis_http_request_seconds_count\{.*route="\/health\/live"/m);
  });
});

describe('GET /', () => {
  it('names what there is', async () => {
    const { type, member } = (await hub.get('/')).json();
    assert.equal(type, 'Collection');
    assert.deepEqual(new Set(member).size, member.length);
    for (const name of member) assert.notEqual((await hub.get(`/${name}`)).status, 404, name);
    assert.ok(member.includes('capture') && member.includes('events'));
  });
  it('needs a key', async () => {
    const answer = await ask(hub.port, 'GET', '/', {});
    assert.equal(answer.status, 401);
    assert.equal(answer.json().type, 'epcisException:SecurityException');
  });
});
