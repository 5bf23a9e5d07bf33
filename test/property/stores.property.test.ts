/** One meaning: for any query, what a store finds and counts is what `matches` says of all its events. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import type { EventStore } from '../../server/ports/event-store.ts';
import { openSqliteRepository } from '../../server/store/sqlite/open.ts';
import { aStoredEvent } from '../build/arbitrary-event.ts';
import { aQuery } from '../build/arbitrary-query.ts';
import { agreesWithMatches } from '../contracts/event-store-queries.contract.ts';
import { mongoForTests } from '../mongo/databases.ts';

const mongo = await mongoForTests();
const EVENTS = 80;
/** Queries asked of each store. */
const ASKED = { sqlite: 150, mongo: 50 };

/** Fills a store with generated events, no two of them the same one. */
async function fill(store: EventStore, seed: number): Promise<readonly StoredEvent[]> {
  const write = await store.beginWrite('test', 60_000, 'stream');
  const events = fc.sample(aStoredEvent, { numRuns: EVENTS, seed }).map(
    (stored, n): StoredEvent => ({
      ...stored,
      key: n.toString(16).padStart(32, '0'),
      origin: { ...stored.origin, captureID: 'job', index: n, recordTime: write.recordTime },
    }),
  );
  const outcomes = await store.append(write, events);
  assert.ok(outcomes.every(({ outcome }) => outcome === 'stored'));
  await store.commitWrite(write);
  return events;
}

async function holds(store: EventStore, asked: number): Promise<void> {
  const events = await fill(store, Math.floor(Math.random() * 2 ** 31));
  let hits = 0;
  await fc.assert(
    fc.asyncProperty(aQuery, async (query) => {
      hits += await agreesWithMatches(store, events, query);
    }),
    { numRuns: asked },
  );
  assert.ok(hits > 0, 'no query found anything');
}

describe('a query means the same', () => {
  it('to SQLite as to matches', async () => {
    const repository = await openSqliteRepository({ folder: ':memory:' });
    try {
      await holds(repository.events, ASKED.sqlite);
    } finally {
      await repository.close();
    }
  });

  it('to MongoDB as to matches', { skip: mongo ? false : 'no MongoDB on this machine' }, async () => {
    const subject = await mongo?.subject();
    assert.ok(subject);
    try {
      await holds(subject.repository.events, ASKED.mongo);
    } finally {
      await subject.dispose();
    }
  });
});
