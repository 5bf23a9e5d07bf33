import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KEY_MEMORY, makeKeyLookup } from '../../server/auth/key-lookup.ts';
import { hashOf } from '../../server/auth/secret.ts';
import type { ApiKey } from '../../server/ports/key-store.ts';

const secret = 'epk_of-the-warehouse';
const key: ApiKey = { id: '1', name: 'warehouse', roles: ['query'], hash: hashOf(secret), loopbackOnly: false, createdAt: 0 };

function lookupWith(keyByHash: (hash: string) => ApiKey | undefined) {
  const asked: string[] = [];
  const time = { now: 0 };
  const lookup = makeKeyLookup({
    keys: {
      keyByHash: async (hash) => {
        asked.push(hash);
        return keyByHash(hash);
      },
    },
    clock: () => time.now,
  });
  return { lookup, asked, time };
}

describe('looking up a key', () => {
  it('asks the store for the hash, never for the secret, and once in a while only', async () => {
    const { lookup, asked, time } = lookupWith((hash) => (hash === key.hash ? key : undefined));
    assert.deepEqual(await lookup(secret), key);
    assert.deepEqual(await lookup(secret), key);
    assert.deepEqual(asked, [hashOf(secret)]);
    time.now = KEY_MEMORY;
    await lookup(secret);
    assert.equal(asked.length, 2);
  });

  it('notices a revocation within seconds', async () => {
    let revokedAt: number | undefined;
    const { lookup, time } = lookupWith(() => ({ ...key, ...(revokedAt !== undefined && { revokedAt }) }));
    await lookup(secret);
    revokedAt = 1;
    time.now = KEY_MEMORY;
    assert.equal((await lookup(secret))?.revokedAt, 1);
    assert.ok(KEY_MEMORY <= 5_000);
  });

  it('does not remember that a key was unknown', async () => {
    let known: ApiKey | undefined;
    const { lookup } = lookupWith(() => known);
    assert.equal(await lookup(secret), undefined);
    known = key;
    assert.deepEqual(await lookup(secret), key);
  });

  it('does not take a key whose hash is another one', async () => {
    const { lookup } = lookupWith(() => ({ ...key, hash: hashOf('something else') }));
    assert.equal(await lookup(secret), undefined);
  });
});
