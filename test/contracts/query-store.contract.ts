/** What a store of named queries, and of page tokens taken back, promises, whatever the database. */
import assert from 'node:assert/strict';
import type { NamedQuery } from '../../server/ports/query-store.ts';
import type { RepositoryContract } from './event-store-subject.ts';

const aQuery = (name: string, query: NamedQuery['query'] = {}): NamedQuery => ({
  name,
  query,
  createdBy: 'partner',
  createdAt: 1_760_000_000_000,
});

const hashOf = (n: number): string => String(n).padStart(64, '0');

export const queryStoreContract: RepositoryContract = {
  'gives a query back as it was put, through another connection': async ({ repository, again }) => {
    const query = aQuery('nördlich / 1', {
      '@context': { ex: 'https://ns.example.org/' },
      'EQ_ex:a.b': ['$x', 'ü'],
      EQ_quantity: 1.5,
      $odd: null,
    });
    assert.equal(await repository.queries.putQuery(query), true);
    const other = (await again()).queries;
    assert.deepEqual(await other.query(query.name), query);
    assert.equal(await other.query('nobody'), undefined);
  },

  'keeps the first query of a name': async ({ repository, again }) => {
    const first = aQuery('shipped', { EQ_bizStep: ['shipping'] });
    assert.equal(await repository.queries.putQuery(first), true);
    const second = { ...aQuery('shipped', { EQ_bizStep: ['packing'] }), createdAt: 1_760_000_000_001 };
    assert.equal(await (await again()).queries.putQuery(second), false);
    assert.deepEqual(await repository.queries.query('shipped'), first);
  },

  'gives one name to one of many who ask at once': async ({ repository, again }) => {
    const stores = [repository.queries, (await again()).queries];
    const asked = Array.from({ length: 8 }, (_, i) => ({ ...aQuery('one'), createdAt: i }));
    const taken = await Promise.all(asked.map((query, i) => stores[i % 2]?.putQuery(query)));
    assert.equal(taken.filter(Boolean).length, 1);
    assert.equal((await repository.queries.query('one'))?.createdAt, taken.indexOf(true));
  },

  'lists queries by name, page by page': async ({ repository }) => {
    const names = ['b', 'B', 'a', 'ä', 'a b', 'c'];
    for (const name of names) await repository.queries.putQuery(aQuery(name));
    const found: string[] = [];
    for (let page = await repository.queries.queries('', 4); page.length > 0; ) {
      found.push(...page.map(({ name }) => name));
      page = await repository.queries.queries(found.at(-1) ?? '', 4);
    }
    assert.deepEqual(found, ['B', 'a', 'a b', 'b', 'c', 'ä']);
  },

  'removes a query, once': async ({ repository, again }) => {
    await repository.queries.putQuery(aQuery('gone'));
    assert.equal(await repository.queries.removeQuery('gone'), true);
    assert.equal(await (await again()).queries.removeQuery('gone'), false);
    assert.equal(await repository.queries.query('gone'), undefined);
    assert.equal(await repository.queries.putQuery(aQuery('gone', { EQ_action: ['ADD'] })), true);
  },

  'remembers a token taken back until it would have expired': async ({ repository, again }) => {
    const other = (await again()).tokens;
    assert.equal(await repository.tokens.isRevoked(hashOf(1)), false);
    await repository.tokens.revokeToken(hashOf(1), 2_000, 1_000);
    await other.revokeToken(hashOf(1), 2_000, 1_000);
    await other.revokeToken(hashOf(2), 3_000, 1_999);
    assert.deepEqual([await other.isRevoked(hashOf(1)), await other.isRevoked(hashOf(2))], [true, true]);
    assert.equal(await other.isRevoked(hashOf(3)), false);
    await repository.tokens.revokeToken(hashOf(3), 4_000, 2_000);
    assert.deepEqual([await other.isRevoked(hashOf(1)), await other.isRevoked(hashOf(2))], [false, true]);
  },
};
