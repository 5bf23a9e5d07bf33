import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createKey, revokeKey } from '../../server/auth/api-key.ts';
import { makeAuthenticate } from '../../server/auth/authenticate.ts';
import type { Route } from '../../server/http/route.ts';
import type { Role } from '../../server/ports/principal.ts';
import type { Repository } from '../../server/ports/repository.ts';
import { systemIds } from '../../server/runtime/clock.ts';
import { openLog } from '../../server/runtime/log.ts';
import { openSqliteRepository } from '../../server/store/sqlite/open.ts';
import { serve } from './serve.ts';

let repository: Repository;
let hub: Awaited<ReturnType<typeof serve>>;
let now = 0;
const clock = () => now;

const route = (path: string, access: 'open' | readonly Role[]): Route => ({
  path,
  family: 'default',
  operations: {
    GET: {
      id: 'who',
      summary: 'Who asks.',
      access,
      answers: [],
      handle: (call) => Promise.resolve({ status: 200, type: 'application/json', body: JSON.stringify(call.principal) }),
    },
  },
});

before(async () => {
  repository = await openSqliteRepository({ folder: ':memory:' });
  hub = await serve({
    routes: [
      route('/open', 'open'),
      route('/query', ['query']),
      route('/capture', ['capture']),
      route('/either', ['capture', 'query']),
    ],
    authenticate: makeAuthenticate({ keys: repository.keys, clock, log: openLog('silent') }),
  });
});
after(async () => {
  await hub[Symbol.asyncDispose]();
  await repository.close();
});

const newKey = (roles: readonly Role[], loopbackOnly = false) =>
  createKey({ keys: repository.keys, clock, ids: systemIds }, { name: 'tester', roles, loopbackOnly });
const ask = (path: string, authorization?: string, more: Readonly<Record<string, string>> = {}) =>
  hub.ask('GET', path, { headers: { ...(authorization !== undefined && { authorization }), ...more } });
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('without a key', () => {
  it('only what is open is open', async () => {
    assert.equal((await ask('/open')).status, 200);
    const answer = await ask('/query');
    assert.equal(answer.status, 401);
    assert.equal(answer.json().type, 'epcisException:SecurityException');
    assert.deepEqual(answer.headers['www-authenticate'], 'Bearer realm="EPCIS", Basic realm="EPCIS", charset="UTF-8"');
  });

  it('discovery is open', async () => assert.equal((await hub.ask('OPTIONS', '/query')).status, 204));
});

describe('a key', () => {
  it('opens as a bearer token and as a password', async () => {
    const { secret, id } = await newKey(['query']);
    for (const authorization of [`Bearer ${secret}`, `bearer ${secret}`, basic(id, secret), basic('anybody', secret)]) {
      const answer = await ask('/query', authorization);
      assert.deepEqual(answer.json(), { name: 'tester', roles: ['query'] }, authorization);
    }
  });

  it('opens nothing when it is wrong, empty, or in the wrong place', async () => {
    const { secret } = await newKey(['query']);
    const wrong = [
      'Bearer wrong',
      'Bearer ',
      'Bearer',
      `Bearer ${secret}x`,
      `Bearer ${secret} more`,
      `Digest ${secret}`,
      basic(secret, 'x'),
      basic('', secret),
      'Basic !!!',
      secret,
    ];
    for (const authorization of wrong) {
      now += 100_000; // each failure is the first of its minute
      assert.equal((await ask('/query', authorization)).status, 401, authorization);
    }
    assert.equal((await ask(`/query?access_token=${secret}`)).status, 401, 'keys in addresses end in logs');
  });

  it('opens what its roles open, and admin everything', async () => {
    const table = [
      [['query'], { '/query': 200, '/capture': 403, '/either': 200 }],
      [['capture'], { '/query': 403, '/capture': 200, '/either': 200 }],
      [['capture', 'query'], { '/query': 200, '/capture': 200, '/either': 200 }],
      [['admin'], { '/query': 200, '/capture': 200, '/either': 200 }],
    ] as const;
    for (const [roles, expected] of table) {
      const { secret } = await newKey(roles);
      for (const [path, status] of Object.entries(expected)) {
        const answer = await ask(path, `Bearer ${secret}`);
        assert.equal(answer.status, status, `${roles.join()} ${path}`);
        if (status === 403) assert.equal(answer.json().type, 'epcisException:SecurityException');
      }
    }
  });

  it('ends within seconds of its revocation', async () => {
    const { secret, id } = await newKey(['query']);
    assert.equal((await ask('/query', `Bearer ${secret}`)).status, 200);
    await revokeKey({ keys: repository.keys, clock }, id);
    now += 5_000;
    assert.equal((await ask('/query', `Bearer ${secret}`)).status, 401);
  });

  it('for this machine only does not open from behind a proxy', async () => {
    const { secret } = await newKey(['query'], true);
    assert.equal((await ask('/query', `Bearer ${secret}`)).status, 200);
    assert.equal((await ask('/query', `Bearer ${secret}`, { 'x-forwarded-for': '127.0.0.1' })).status, 401);
  });

  it('that fails again and again is answered later and later, and a right one at once', async () => {
    const { secret } = await newKey(['query']);
    now += 100_000;
    for (let i = 0; i < 5; i++) await ask('/query', 'Bearer wrong');
    const begin = performance.now();
    await ask('/query', 'Bearer wrong');
    assert.ok(performance.now() - begin >= 190);
    const right = performance.now();
    assert.equal((await ask('/query', `Bearer ${secret}`)).status, 200);
    assert.ok(performance.now() - right < 150);
  });
});
