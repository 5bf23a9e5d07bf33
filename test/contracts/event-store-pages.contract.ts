/** What pages and counts promise: every hit once, in order, however small the pages. */
import assert from 'node:assert/strict';
import { identifierKey } from '../../server/epcis/identifier/key.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import type { EventStore } from '../../server/ports/event-store.ts';
import { type EventQuery, everything } from '../../server/query/ast.ts';
import { anObjectEvent } from '../build/event.ts';
import { anObservation, epcNumber, findAll, keysOf, type RepositoryContract, record } from './event-store-subject.ts';

/** Three writes of events whose times go up and down, with ties within and between writes, and parts of milliseconds. */
async function recordUnordered(store: EventStore): Promise<readonly StoredEvent[]> {
  const minutes = [
    [5, 1, 3, 3, 9, 2],
    [3, 8, 0, 5, 5],
    [7, 1, 3],
  ];
  const recorded: StoredEvent[] = [];
  for (const [i, write] of minutes.entries()) {
    const events = write.map((minute, j) => anObservation(`${i}${j}`, minute));
    const fraction = anObjectEvent({ epcList: [epcNumber(`F${i}`)], eventTime: `2025-03-03T12:03:00.000${7 - 3 * i}Z` });
    recorded.push(...(await record(store, [...events, fraction])).stored);
  }
  return recorded;
}

const inOrder = (recorded: readonly StoredEvent[], { order }: EventQuery): readonly StoredEvent[] => {
  const sorted = order?.by === 'eventTime' ? recorded.toSorted((a, b) => a.event.eventTime.ms - b.event.eventTime.ms) : recorded;
  // Ties of eventTime are broken by the order of recording, in the same direction.
  return order?.direction === 'DESC' ? sorted.toReversed() : sorted;
};

const orders: readonly EventQuery['order'][] = [
  undefined,
  { by: 'recordTime', direction: 'ASC' },
  { by: 'recordTime', direction: 'DESC' },
  { by: 'eventTime', direction: 'ASC' },
  { by: 'eventTime', direction: 'DESC' },
];

/** Every event, by nothing, by one common term, by several terms some events have two of, and by a range of times. */
const wheres: readonly EventQuery['where'][] = [
  [],
  [{ parameter: 'EQ_action', kind: 'word', field: 'action', anyOf: ['OBSERVE'] }],
  [{ parameter: 'EQ_action', kind: 'word', field: 'action', anyOf: ['ADD', 'OBSERVE', 'DELETE'] }],
  [
    { parameter: 'eventType', kind: 'word', field: 'eventType', anyOf: ['ObjectEvent'] },
    { parameter: 'EQ_action', kind: 'word', field: 'action', anyOf: ['OBSERVE'] },
  ],
  [{ parameter: 'GE_eventTime', kind: 'eventTime', op: 'GE', ms: Date.UTC(2025, 2, 3) }],
];

export const pagesContract: RepositoryContract = {
  'gives every hit once and in order, in pages of any length': async ({ repository, again }) => {
    const recorded = await recordUnordered(repository.events);
    const reader = (await again()).events;
    for (const where of wheres) {
      for (const order of orders) {
        const query: EventQuery = { where, ...(order ? { order } : {}) };
        const expected = keysOf(inOrder(recorded, query));
        for (const limit of [1, 2, 5, 100]) {
          const found = keysOf(await findAll(reader, query, { limit }));
          assert.deepEqual(found, expected, `${JSON.stringify(query)} in pages of ${limit}`);
        }
      }
    }
  },

  'goes on where the page ended while events arrive': async ({ repository }) => {
    const store = repository.events;
    const recorded = await recordUnordered(store);
    for (const order of orders) {
      const query: EventQuery = { where: [], ...(order ? { order } : {}) };
      const snapshot = await store.snapshot();
      const expected = inOrder(await findAll(store, everything, { snapshot }), query);
      const first = await store.find({ query, visibility: [], snapshot, limit: 4 });
      assert.ok(first.next && first.events.length <= 4);
      await record(store, [anObservation(`${order?.by}${order?.direction}`, 4)]);
      const rest = await store.find({ query, visibility: [], snapshot, limit: 100, after: first.next });
      assert.deepEqual(keysOf([...first.events, ...rest.events]), keysOf(expected));
    }
    assert.ok((await findAll(store)).length > recorded.length);
  },

  'gives no next position with the last hit': async ({ repository }) => {
    const recorded = await recordUnordered(repository.events);
    const snapshot = await repository.events.snapshot();
    const request = { query: everything, visibility: [], snapshot };
    assert.equal((await repository.events.find({ ...request, limit: recorded.length + 1 })).next, undefined);
    assert.equal((await repository.events.find({ ...request, limit: recorded.length })).next, undefined);
    assert.notEqual((await repository.events.find({ ...request, limit: recorded.length - 1 })).next, undefined);
  },

  'tells how many candidates it held against the query': async ({ repository }) => {
    const recorded = await recordUnordered(repository.events);
    const snapshot = await repository.events.snapshot();
    const all = await repository.events.find({ query: everything, visibility: [], snapshot, limit: 100 });
    assert.equal(all.examined, recorded.length);
    const query: EventQuery = {
      where: [
        { parameter: 'MATCH_epc', kind: 'epc', fields: ['epc'], anyOf: [{ kind: 'key', key: identifierKey(epcNumber('02')) }] },
      ],
    };
    const one = await repository.events.find({ query, visibility: [], snapshot, limit: 100 });
    assert.equal(one.events.length, 1);
    assert.equal(one.examined, 1);
  },

  'counts hits, no further than asked': async ({ repository }) => {
    const recorded = await recordUnordered(repository.events);
    const snapshot = await repository.events.snapshot();
    for (const where of wheres) {
      for (const order of orders) {
        const query: EventQuery = { where, ...(order ? { order } : {}) };
        const count = (upTo: number) => repository.events.count({ query, visibility: [], snapshot }, upTo);
        assert.equal(await count(1000), recorded.length);
        assert.equal(await count(recorded.length), recorded.length);
        assert.equal(await count(7), 7);
      }
    }
  },

  'gives pages of long events that end early but never stand still': async ({ repository }) => {
    const events = Array.from({ length: 12 }, (_, i) =>
      anObjectEvent({ epcList: Array.from({ length: 20_000 }, (_, j) => epcNumber(`${i}.${j}`)) }),
    );
    const recorded = (await record(repository.events, events)).stored;
    const found = await findAll(repository.events, { where: [], order: { by: 'eventTime', direction: 'DESC' } });
    assert.deepEqual(keysOf(found), keysOf(recorded.toReversed()));
  },
};
