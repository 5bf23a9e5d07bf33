/** How a query is carried out: along which index, and never by reading everything. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { identifierKey } from '../../../server/epcis/identifier/key.ts';
import type { StoredEvent } from '../../../server/epcis/stored-event.ts';
import type { Repository } from '../../../server/ports/repository.ts';
import type { EventQuery, Predicate } from '../../../server/query/ast.ts';
import { compile } from '../../../server/query/compile.ts';
import { matches } from '../../../server/query/matches.ts';
import { chooseRoad, type Road } from '../../../server/store/sqlite/candidates.ts';
import {
  armSql,
  armsOf,
  boundsOf,
  makeSearch,
  probeSql,
  type Search,
  type Sql,
  sortedSql,
} from '../../../server/store/sqlite/compile-query.ts';
import { type Connection, openConnection } from '../../../server/store/sqlite/connection.ts';
import { anObjectEvent, aQuantity, stored } from '../../build/event.ts';
import { aCaptureID, findAll, keysOf, LEASE, OWNER } from '../../contracts/event-store-subject.ts';
import { direct, freshFolder } from './databases.ts';

/** More than are sorted at once, in several runs of terms. */
const EVENTS = 24_000;
const WRITES = 12;
const start = Date.UTC(2025, 0, 1);

/** One of 100 shipped; one of 40 with a quantity; times that go up and down, six events at each. */
const anEvent = (n: number) =>
  anObjectEvent({
    ...(n % 40 === 0
      ? { quantityList: [aQuantity('urn:epc:class:lgtin:9521234.012345.LOT1', n)] }
      : { epcList: [`urn:epc:id:sgtin:9521234.012345.${n}`] }),
    bizStep: n % 100 === 0 ? 'shipping' : 'receiving',
    disposition: n % 3 === 0 ? 'in_transit' : 'in_progress',
    eventTime: new Date(start + ((n * 7919) % 4000) * 60_000).toISOString(),
  });

const word = (field: 'bizStep' | 'disposition' | 'action', ...anyOf: string[]): Predicate => ({
  parameter: field,
  kind: 'word',
  field,
  anyOf,
});
const anEpc = (n: number): Predicate => ({
  parameter: 'MATCH_epc',
  kind: 'epc',
  fields: ['epc'],
  anyOf: [{ kind: 'key', key: identifierKey(`urn:epc:id:sgtin:9521234.012345.${n}`) }],
});
const aQuantityOf = (least: number): Predicate => ({ parameter: 'GE_quantity', kind: 'quantity', op: 'GE', anyOf: [least] });
const since = (kind: 'eventTime' | 'recordTime', ms: number): Predicate => ({ parameter: `GE_${kind}`, kind, op: 'GE', ms });
const byTime = { by: 'eventTime', direction: 'DESC' } as const;

/** What is asked of the database for a query, from a position in the middle of the answer. */
function statementsOf(connection: Connection, search: Search): readonly Sql[] {
  const { source, manner } = chooseRoad(connection, search);
  const position = { order: start, sequence: 5 };
  if (manner === 'sorted') return [sortedSql(search, source, position, 10)];
  const probe = probeSql(search, source)?.({ run: 1, time: start, sequence: 5 });
  return [armSql(search, source, armsOf(search, source)[0], position, 10), ...(probe ? [probe] : [])];
}

describe('a store of many events', () => {
  let folder: string;
  let repository: Repository;
  let connection: Connection;
  const all: StoredEvent[] = [];

  before(async () => {
    folder = await freshFolder();
    repository = await direct(folder);
    for (let w = 0; w < WRITES; w++) {
      const write = await repository.events.beginWrite(OWNER, LEASE, 'small');
      const captureID = aCaptureID();
      const events = Array.from({ length: EVENTS / WRITES }, (_, index) =>
        stored(anEvent((w * EVENTS) / WRITES + index), { captureID, index, recordTime: write.recordTime }),
      );
      await repository.events.append(write, events);
      await repository.events.commitWrite(write);
      all.push(...events);
    }
    connection = await openConnection({ file: join(folder, 'events.sqlite'), cacheKiB: 1024, checkpointPages: 1000 });
  });
  after(async () => {
    await connection.close();
    await repository.close();
    await rm(folder, { recursive: true });
  });

  const lastWrite = (): number => all.at(-1)?.origin.recordTime ?? 0;

  async function searchFor(query: EventQuery): Promise<Search> {
    const snapshot = await repository.events.snapshot();
    const runs = connection.all<{ run: number }>('SELECT run FROM run', {}).map(({ run }) => run);
    assert.ok(runs.length > 2, `${runs.length} runs of terms`);
    const plan = compile(query);
    const first = plan.recordTime.min > 0 ? snapshot.last : 0;
    return makeSearch(plan, snapshot, boundsOf(snapshot, { first, end: snapshot.last + 1 }), runs);
  }

  const roads: readonly (readonly [
    query: () => EventQuery,
    manner: Road['manner'],
    source: Road['source']['kind'],
    isSelective: boolean,
  ])[] = [
    [() => ({ where: [anEpc(4711)] }), 'sorted', 'term', true],
    [() => ({ where: [word('bizStep', 'receiving'), anEpc(4711)], order: byTime }), 'sorted', 'term', true],
    [() => ({ where: [word('bizStep', 'shipping')] }), 'sorted', 'term', true],
    [() => ({ where: [word('bizStep', 'receiving')] }), 'walk', 'sequence', false],
    [() => ({ where: [word('bizStep', 'receiving')], order: byTime }), 'walk', 'term', false],
    [
      () => ({ where: [word('bizStep', 'receiving', 'shipping'), word('action', 'OBSERVE')], order: byTime }),
      'walk',
      'term',
      false,
    ],
    [() => ({ where: [word('bizStep', 'receiving'), word('disposition', 'in_transit')], order: byTime }), 'walk', 'term', false],
    [() => ({ where: [word('bizStep', 'shipping'), word('disposition', 'in_transit')] }), 'sorted', 'term', true],
    [() => ({ where: [aQuantityOf(EVENTS - 200)] }), 'sorted', 'fact', true],
    [() => ({ where: [aQuantityOf(EVENTS - 200), word('action', 'OBSERVE')], order: byTime }), 'sorted', 'fact', true],
    [() => ({ where: [] }), 'walk', 'sequence', false],
    [() => ({ where: [], order: byTime }), 'walk', 'time', false],
    [() => ({ where: [since('eventTime', start + 3990 * 60_000)] }), 'sorted', 'time', true],
    [() => ({ where: [since('recordTime', lastWrite()), word('action', 'OBSERVE')], order: byTime }), 'sorted', 'sequence', true],
  ];

  it('is asked along the index that fits the question', async () => {
    for (const [query, manner, source] of roads) {
      const road = chooseRoad(connection, await searchFor(query()));
      assert.deepEqual([road.manner, road.source.kind], [manner, source], JSON.stringify(query()));
    }
  });

  it('reads no table from end to end, whatever the question', async () => {
    for (const [query] of roads) {
      for (const statement of statementsOf(connection, await searchFor(query()))) {
        const plan = connection.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${statement.sql}`, statement.values);
        assert.ok(plan.length > 0);
        for (const { detail } of plan) assert.doesNotMatch(detail, /SCAN (?!json_each|CONSTANT)/, `${statement.sql}\n${detail}`);
      }
    }
  });

  it('gives each answer whole, page by page, and examines little more than it gives', async () => {
    for (const [make, , , isSelective] of roads) {
      const query = make();
      const expected = all.filter((event) => matches(query, event));
      const inOrder = query.order
        ? expected.toSorted((a, b) => a.event.eventTime.ms - b.event.eventTime.ms).toReversed()
        : expected;
      const snapshot = await repository.events.snapshot();
      if (isSelective) {
        const found = await findAll(repository.events, query, { limit: 97 });
        // Ties of eventTime go by the order of recording, backwards here as well.
        assert.deepEqual(keysOf(found), keysOf(inOrder), JSON.stringify(query));
      } else {
        const first = await repository.events.find({ query, visibility: [], snapshot, limit: 300 });
        assert.ok(first.next);
        const second = await repository.events.find({ query, visibility: [], snapshot, limit: 300, after: first.next });
        assert.deepEqual(keysOf([...first.events, ...second.events]), keysOf(inOrder.slice(0, 600)), JSON.stringify(query));
        assert.ok(first.examined <= 301, `${first.examined} examined for ${JSON.stringify(query)}`);
      }
      assert.equal(await repository.events.count({ query, visibility: [], snapshot }, 1000), Math.min(1000, expected.length));
    }
  });

  it('comes to an end where nothing matches two common words', async () => {
    const query: EventQuery = {
      where: [word('bizStep', 'receiving'), word('disposition', 'in_progress'), since('eventTime', start), aQuantityOf(1e9)],
    };
    assert.deepEqual(await findAll(repository.events, query), []);
    assert.deepEqual(await findAll(repository.events, { ...query, order: byTime }), []);
  });
});
