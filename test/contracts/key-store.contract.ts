/** What a key store promises, whatever the database. Run it with `keepsContract` and `withFresh`. */
import assert from 'node:assert/strict';
import type { ApiKey } from '../../server/ports/key-store.ts';
import type { RepositoryContract } from './event-store-subject.ts';

const aKey = (number: number, key: Partial<ApiKey> = {}): ApiKey => ({
  id: `key-${number}`,
  name: `partner ${number}`,
  roles: ['capture', 'query'],
  hash: String(number).padStart(64, '0'),
  loopbackOnly: false,
  createdAt: 1_760_000_000_000 + number,
  ...key,
});

const byId = (keys: readonly ApiKey[]): readonly ApiKey[] => keys.toSorted((a, b) => a.id.localeCompare(b.id));

export const keyStoreContract: RepositoryContract = {
  'finds a key by the hash of its secret, through another connection': async ({ repository, again }) => {
    const keys = [aKey(1), aKey(2, { roles: ['admin'], loopbackOnly: true }), aKey(3, { revokedAt: 1_760_000_100_000 })];
    for (const key of keys) await repository.keys.putKey(key);
    const other = (await again()).keys;
    for (const key of keys) assert.deepEqual(await other.keyByHash(key.hash), key);
  },

  'finds nothing by a hash that no key has': async ({ repository }) => {
    await repository.keys.putKey(aKey(1));
    assert.equal(await repository.keys.keyByHash('f'.repeat(64)), undefined);
    assert.equal(await repository.keys.keyByHash(''), undefined);
  },

  'lists every key, revoked ones too': async ({ repository, again }) => {
    assert.deepEqual(await repository.keys.keys(), []);
    const keys = [aKey(2), aKey(1), aKey(3, { revokedAt: 1_760_000_100_000 })];
    for (const key of keys) await repository.keys.putKey(key);
    assert.deepEqual(byId(await (await again()).keys.keys()), byId(keys));
  },

  'replaces the key of the same id, whole': async ({ repository, again }) => {
    const old = aKey(1, { revokedAt: 1_760_000_100_000 });
    const replaced = aKey(1, { hash: 'a'.repeat(64), roles: [], name: 'renamed' });
    await repository.keys.putKey(old);
    await (await again()).keys.putKey(replaced);
    assert.deepEqual(await repository.keys.keys(), [replaced]);
    assert.equal(await repository.keys.keyByHash(old.hash), undefined);
    assert.deepEqual(await repository.keys.keyByHash(replaced.hash), replaced);
  },
};
