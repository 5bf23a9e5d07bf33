import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { bootstrapKey, createKey, type KeyDeps, listKeys, revokeKey } from '../../server/auth/api-key.ts';
import { hashOf } from '../../server/auth/secret.ts';
import type { Repository } from '../../server/ports/repository.ts';
import { systemIds } from '../../server/runtime/clock.ts';
import { HubProblem } from '../../server/runtime/problem.ts';
import { openSqliteRepository } from '../../server/store/sqlite/open.ts';

const isProblem = (code: string, name?: string) => (error: unknown) =>
  error instanceof HubProblem && error.code === code && (name === undefined || error.facts.name === name);

describe('API keys', () => {
  let repository: Repository;
  let deps: KeyDeps;
  let now = 1_700_000_000_000;
  beforeEach(async () => {
    repository = await openSqliteRepository({ folder: ':memory:' });
    deps = { keys: repository.keys, clock: () => now++, ids: systemIds };
  });
  afterEach(() => repository.close());

  it('are kept as a hash only', async () => {
    const { id, secret } = await createKey(deps, { name: 'warehouse', roles: ['capture'], loopbackOnly: false });
    assert.match(secret, /^epk_[A-Za-z0-9_-]{32}$/);
    const [kept] = await repository.keys.keys();
    assert.equal(kept?.id, id);
    assert.equal(kept?.hash, hashOf(secret));
    assert.doesNotMatch(JSON.stringify(kept), new RegExp(secret));
  });

  it('are never the same twice', async () => {
    const one = await createKey(deps, { name: 'a', roles: ['query'], loopbackOnly: false });
    const two = await createKey(deps, { name: 'a', roles: ['query'], loopbackOnly: false });
    assert.notEqual(one.secret, two.secret);
    assert.notEqual(one.id, two.id);
  });

  it('are listed oldest first, without their hash', async () => {
    await createKey(deps, { name: 'first', roles: ['query'], loopbackOnly: true });
    await createKey(deps, { name: 'second', roles: ['capture', 'query'], loopbackOnly: false });
    const listed = await listKeys(deps);
    assert.deepEqual(
      listed.map(({ name, roles, loopbackOnly }) => ({ name, roles, loopbackOnly })),
      [
        { name: 'first', roles: ['query'], loopbackOnly: true },
        { name: 'second', roles: ['capture', 'query'], loopbackOnly: false },
      ],
    );
    assert.ok(listed.every((key) => !('hash' in key)));
  });

  it('need a name and a role that exists', async () => {
    const roles = ['query'] as const;
    await assert.rejects(createKey(deps, { name: ' ', roles, loopbackOnly: false }), isProblem('configuration-invalid', 'name'));
    await assert.rejects(
      createKey(deps, { name: 'a\nb', roles, loopbackOnly: false }),
      isProblem('configuration-invalid', 'name'),
    );
    await assert.rejects(
      createKey(deps, { name: 'a', roles: [], loopbackOnly: false }),
      isProblem('configuration-invalid', 'roles'),
    );
    const unknown = ['king'] as unknown as readonly ['query']; // as a command line could pass it
    await assert.rejects(
      createKey(deps, { name: 'a', roles: unknown, loopbackOnly: false }),
      isProblem('configuration-invalid', 'roles'),
    );
    assert.deepEqual(await listKeys(deps), []);
  });

  it('end once, and keep the date', async () => {
    const { id } = await createKey(deps, { name: 'a', roles: ['query'], loopbackOnly: false });
    await revokeKey(deps, id);
    const [revoked] = await listKeys(deps);
    await revokeKey(deps, id);
    assert.ok(revoked?.revokedAt);
    assert.equal((await listKeys(deps))[0]?.revokedAt, revoked.revokedAt);
    await assert.rejects(revokeKey(deps, 'no-such-key'), isProblem('key-unknown'));
  });
});

describe('the bootstrap key', () => {
  let repository: Repository;
  let deps: KeyDeps;
  let now = 1_700_000_000_000;
  beforeEach(async () => {
    repository = await openSqliteRepository({ folder: ':memory:' });
    deps = { keys: repository.keys, clock: () => now++, ids: systemIds };
  });
  afterEach(() => repository.close());
  const active = async () => (await listKeys(deps)).filter((key) => key.revokedAt === undefined);

  it('is an admin key with that very secret', async () => {
    assert.equal(await bootstrapKey(deps, 'a-secret-of-our-own'), 'created');
    const key = await repository.keys.keyByHash(hashOf('a-secret-of-our-own'));
    assert.deepEqual(key?.roles, ['admin']);
    assert.equal(key?.loopbackOnly, false);
  });

  it('changes nothing the second time', async () => {
    await bootstrapKey(deps, 'a-secret-of-our-own');
    const before = await repository.keys.keys();
    assert.equal(await bootstrapKey(deps, 'a-secret-of-our-own'), 'present');
    assert.deepEqual(await repository.keys.keys(), before);
  });

  it('ends when another takes its place', async () => {
    await bootstrapKey(deps, 'the-first-of-secrets');
    await bootstrapKey(deps, 'the-second-of-secrets');
    const [key, ...more] = await active();
    assert.equal(more.length, 0);
    assert.equal((await repository.keys.keyByHash(hashOf('the-second-of-secrets')))?.id, key?.id);
  });

  it('does not come back once revoked', async () => {
    await bootstrapKey(deps, 'a-secret-that-leaked');
    const [key] = await active();
    await revokeKey(deps, key?.id ?? '');
    assert.equal(await bootstrapKey(deps, 'a-secret-that-leaked'), 'revoked');
    assert.deepEqual(await active(), []);
  });

  it('must be fit for a header', async () => {
    for (const secret of ['with some spaces in it', 'with:a:colon:inside', 'mit-ümlaut-dazwischen']) {
      await assert.rejects(bootstrapKey(deps, secret), isProblem('configuration-invalid', 'EPCIS_BOOTSTRAP_KEY'));
    }
    assert.deepEqual(await listKeys(deps), []);
  });
});
