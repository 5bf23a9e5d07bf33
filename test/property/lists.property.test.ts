/** Lists of values and of EPCs hold what the events have, each once, on both stores. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import type { Repository } from '../../server/ports/repository.ts';
import { type Dimension, dimensions, mentionedEpcs, standardValues } from '../../server/query/dimensions.ts';
import { wordsOf } from '../../server/query/event-fields.ts';
import { buildQuery } from '../../server/query/parse-parameters.ts';
import { type Listed, type ListRequest, type Lists, makeLists } from '../../server/search/lists.ts';
import { makePageTokens } from '../../server/search/page-tokens.ts';
import { openSqliteRepository } from '../../server/store/sqlite/open.ts';
import { aStoredEvent } from '../build/arbitrary-event.ts';
import { mongoForTests } from '../mongo/databases.ts';

const reader = { name: 'reader', roles: ['query'] } as const;

type Given = { readonly events: readonly StoredEvent[]; readonly isLost: boolean };

/** Writes of events; a lost one is abandoned. */
const writes = fc.array(
  fc.record({ events: fc.array(aStoredEvent, { maxLength: 8 }), isLost: fc.constantFrom(false, false, true) }),
  { maxLength: 6 },
);

/** No two events are the same one. */
const numbered = (event: StoredEvent, n: number): StoredEvent => ({ ...event, key: n.toString(16).padStart(32, '0') });

async function keep(repository: Repository, given: readonly Given[]) {
  const kept: StoredEvent[] = [];
  let n = 0;
  for (const { events, isLost } of given) {
    const write = await repository.events.beginWrite('test', 60_000, 'stream');
    const mine = events.map((event) => numbered(event, ++n));
    await repository.events.append(write, mine);
    if (isLost) await repository.events.abandonWrite(write.number, 'mine');
    else {
      await repository.events.commitWrite(write);
      kept.push(...mine);
    }
  }
  return kept;
}

async function everyPage(read: (request: ListRequest) => Promise<Listed>, perPage: number): Promise<readonly string[]> {
  const items: string[] = [];
  for (let pageToken: string | undefined; ; ) {
    const page = await read({ perPage, ...(pageToken !== undefined && { pageToken }) });
    assert.ok(page.items.length <= perPage);
    items.push(...page.items);
    if (!page.next) return items;
    pageToken = page.next.token;
  }
}

const firstMentions = (events: readonly StoredEvent[]): readonly string[] => {
  const found = new Map<string, string>();
  for (const event of events) for (const [key, text] of mentionedEpcs(event)) if (!found.has(key)) found.set(key, text);
  return [...found.values()];
};

const parameterOf: Readonly<Record<Dimension, string>> = {
  eventType: 'eventType',
  bizStep: 'EQ_bizStep',
  disposition: 'EQ_disposition',
  readPoint: 'EQ_readPoint',
  bizLocation: 'EQ_bizLocation',
};

/** What a query compares: it tells notations of one value together. */
function keyOf(dimension: Dimension, text: string): string {
  const [predicate] = buildQuery([{ name: parameterOf[dimension], values: [text], namespaces: {} }], {}).where;
  return predicate?.kind === 'word' ? (predicate.anyOf[0] ?? '') : assert.fail(`${dimension} ${text}`);
}

async function holds(repository: Repository, lists: Lists, given: readonly Given[], perPage: number): Promise<void> {
  const kept = await keep(repository, given);
  assert.deepEqual(await everyPage((request) => lists.epcs(reader, request), perPage), firstMentions(kept));
  for (const dimension of dimensions) {
    const listed = await everyPage((request) => lists.values(reader, dimension, request), perPage * 10);
    const keys = listed.map((text) => keyOf(dimension, text));
    const had = kept.flatMap((event) => wordsOf(event, dimension)).filter((word) => word !== 'QuantityEvent');
    assert.deepEqual(keys.toSorted(), [...new Set([...standardValues[dimension], ...had])].toSorted(), dimension);
  }
}

const listsOf = (repository: Repository): Lists => {
  const [clock, tokenKey] = [Date.now, Buffer.alloc(32, 7)];
  const pageTokens = makePageTokens({ tokens: repository.tokens, clock, tokenKey });
  return makeLists({ events: repository.events, clock, tokenKey, pageTokens });
};

const mongo = await mongoForTests();

describe('lists', () => {
  it('hold what the events have, on SQLite', async () => {
    await fc.assert(
      fc.asyncProperty(writes, fc.integer({ min: 1, max: 12 }), async (given, perPage) => {
        const repository = await openSqliteRepository({ folder: ':memory:' });
        try {
          await holds(repository, listsOf(repository), given, perPage);
        } finally {
          await repository.close();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('hold what the events have, on MongoDB', { skip: mongo ? false : 'no MongoDB on this machine' }, async () => {
    await fc.assert(
      fc.asyncProperty(writes, fc.integer({ min: 1, max: 12 }), async (given, perPage) => {
        const subject = await mongo?.subject();
        if (!subject) return;
        try {
          await holds(subject.repository, listsOf(subject.repository), given, perPage);
        } finally {
          await subject.dispose();
        }
      }),
      { numRuns: 4 },
    );
  });
});
