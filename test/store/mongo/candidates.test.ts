/** However MongoDB is read for a query, the answer is that of `matches`, and no query reads the collection from end to end. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type CommandStartedEvent, type Document, MongoClient } from 'mongodb';
import type { StoredEvent } from '../../../server/epcis/stored-event.ts';
import type { Cursor, EventReader, Snapshot } from '../../../server/ports/event-store.ts';
import type { Repository } from '../../../server/ports/repository.ts';
import type { EventOrder, EventQuery, Predicate } from '../../../server/query/ast.ts';
import { matches } from '../../../server/query/matches.ts';
import { collectionsOf } from '../../../server/store/mongo/collections.ts';
import { makeEventReader } from '../../../server/store/mongo/event-reader.ts';
import { openMongoRepository } from '../../../server/store/mongo/open.ts';
import { makeWriteLog } from '../../../server/store/mongo/write-log.ts';
import { anObjectEvent, aQuantity } from '../../build/event.ts';
import { aCaptureID, add, epcNumber, LEASE, OWNER } from '../../contracts/event-store-subject.ts';
import { mongoForTests, skipWithout } from '../../mongo/databases.ts';

const mongo = await mongoForTests();

const WRITES = 60;
const EVENTS = 50;
const start = Date.parse('2025-03-03T00:00:00Z');
const HOUR = 3_600_000;

const keyOf = (serial: number | string): string => `01/09521234123450/21/${serial}`;
const place = (n: number): string => `urn:epc:id:sgln:9521234.0000${n}.0`;
const placeKey = (n: number): string => `414/952123400000${n}`;

/** Event `i` of write `n`: rare and common values in known shares, event times out of the order of recording. */
function eventOf(n: number, i: number) {
  const number = n * EVENTS + i;
  return anObjectEvent({
    eventTime: new Date(start + ((number * 7919) % 3000) * HOUR).toISOString(),
    epcList: [epcNumber(number), epcNumber(`shared${number % 40}`)],
    bizStep: number % 10 < 7 ? 'shipping' : 'receiving',
    disposition: number % 5 === 1 ? 'damaged' : 'in_transit',
    ...(number % 5 === 0 && { quantityList: [aQuantity('urn:epc:class:lgtin:9521234.012345.LOT1', number % 100)] }),
    ...(number % 250 === 0 && { bizLocation: place(1) }),
  });
}

/** So many EPCs that the event lies in parts. */
const longEvent = (n: number) =>
  anObjectEvent({
    eventTime: new Date(start + n * HOUR).toISOString(),
    epcList: Array.from({ length: 20_500 }, (_, i) => epcNumber(`long${n}x${i}`)),
    bizStep: 'shipping',
    disposition: 'damaged',
  });

type Asked = { readonly where: readonly Predicate[]; readonly order: EventOrder };
type Seen = { readonly name: string; readonly command: Document };

describe('candidates', skipWithout(mongo), () => {
  if (!mongo) return;
  const database = mongo.fresh();
  const commands: Seen[] = [];
  const roads = new Set<string>();
  const visible: StoredEvent[] = [];
  let client: MongoClient;
  let repository: Repository;
  let reader: EventReader;
  let snapshot: Snapshot;

  before(async () => {
    repository = await openMongoRepository({ uri: mongo.server.uri, database });
    const { events } = repository;
    for (let n = 0; n < WRITES; n++) {
      const write = await events.beginWrite(OWNER, LEASE, 'stream');
      const given = Array.from({ length: EVENTS }, (_, i) => eventOf(n, i));
      const stored = await add(events, write, aCaptureID(), n % 20 === 10 ? [...given, longEvent(n)] : given);
      if (n % 10 === 3) await events.abandonWrite(write.number, 'mine');
      // One in ten stays open.
      else if (n % 10 !== 7) {
        await events.commitWrite(write);
        visible.push(...stored);
      }
    }
    snapshot = await repository.events.snapshot();
    client = new MongoClient(mongo.server.uri, { monitorCommands: true });
    client.on('commandStarted', ({ commandName, command }: CommandStartedEvent) => {
      if (['find', 'aggregate', 'count'].includes(commandName) && command[commandName] === 'events') {
        commands.push({ name: commandName, command });
      }
    });
    const collections = collectionsOf(client.db(database));
    const connection = { db: client.db(database), attempt: <T>(run: () => Promise<T>) => run(), close: () => client.close() };
    reader = makeEventReader({ connection, collections, log: makeWriteLog({ connection, collections }) });
  });
  after(async () => {
    await repository?.close();
    await client?.close();
    await mongo.drop(database);
  });

  async function ask({ where, order }: Asked, limit: number): Promise<readonly string[]> {
    const query: EventQuery = { where, order };
    const keys: string[] = [];
    let next: Cursor | undefined;
    do {
      const page = await reader.find({ query, visibility: [], snapshot, limit, ...(next && { after: next }) });
      roads.add(page.road ?? 'unknown');
      keys.push(...page.events.map(({ key }) => key));
      next = page.next;
    } while (next);
    return keys;
  }

  function expected({ where, order }: Asked): readonly string[] {
    const found = visible.map((stored, sequence) => ({ stored, sequence })).filter(({ stored }) => matches({ where }, stored));
    const time = ({ stored }: (typeof found)[number]) => (order.by === 'eventTime' ? stored.event.eventTime.ms : 0);
    const sign = order.direction === 'ASC' ? 1 : -1;
    return found.sort((a, b) => sign * (time(a) - time(b) || a.sequence - b.sequence)).map(({ stored }) => stored.key);
  }

  /** What the database says it did for the reading commands of one question. */
  async function explained(run: () => Promise<unknown>) {
    commands.length = 0;
    await run();
    const done = [];
    for (const { name, command } of [...commands]) {
      const { lsid: _lsid, $db: _db, readConcern: _concern, maxTimeMS: _time, ...explain } = command;
      const answer = await client.db(database).command({ explain, verbosity: 'executionStats' });
      done.push({ name, ...judge(answer), text: JSON.stringify(explain) });
    }
    return done;
  }

  const shapes: Readonly<Record<string, Predicate>> = {
    everything: { parameter: '', kind: 'eventTime', op: 'GE', ms: 0 },
    'one EPC': { parameter: '', kind: 'epc', fields: ['epc'], anyOf: [{ kind: 'key', key: keyOf(111) }] },
    'an EPC of many events': { parameter: '', kind: 'epc', fields: ['epc'], anyOf: [{ kind: 'key', key: keyOf('shared7') }] },
    'an EPC of a long event': {
      parameter: '',
      kind: 'epc',
      fields: ['epc'],
      anyOf: [{ kind: 'key', key: keyOf('long10x20499') }],
    },
    'two hundred EPCs': {
      parameter: '',
      kind: 'epc',
      fields: ['epc'],
      anyOf: Array.from({ length: 200 }, (_, i) => ({ kind: 'key' as const, key: keyOf(i * 3) })),
    },
    'many EPCs, some of them of many events': {
      parameter: '',
      kind: 'epc',
      fields: ['epc'],
      anyOf: Array.from({ length: 60 }, (_, i) => ({ kind: 'key' as const, key: keyOf(i < 8 ? `shared${i}` : `unknown${i}`) })),
    },
    'EPCs of a class': {
      parameter: '',
      kind: 'epc',
      fields: ['epc'],
      anyOf: [{ kind: 'pattern', scheme: 'sgtin', components: ['9521234', '012345', '*'] }],
    },
    'a common business step': { parameter: '', kind: 'word', field: 'bizStep', anyOf: ['shipping'] },
    'a disposition of every fifth': { parameter: '', kind: 'word', field: 'disposition', anyOf: ['damaged'] },
    'a rare place': { parameter: '', kind: 'word', field: 'bizLocation', anyOf: [placeKey(1)] },
    'an unknown place': { parameter: '', kind: 'word', field: 'bizLocation', anyOf: ['414/9999999999999'] },
    'a quantity of every five hundredth': { parameter: '', kind: 'quantity', op: 'EQ', anyOf: [50] },
    'any quantity': { parameter: '', kind: 'quantity', op: 'GE', anyOf: [0] },
    'a short time': { parameter: '', kind: 'eventTime', op: 'LT', ms: start + 20 * HOUR },
    'a fifth of the time': { parameter: '', kind: 'eventTime', op: 'GE', ms: start + 2400 * HOUR },
    'most of the time': { parameter: '', kind: 'eventTime', op: 'LT', ms: start + 2400 * HOUR },
  };
  const shape = fc.constantFrom(...Object.keys(shapes));
  const order = fc.record({
    by: fc.constantFrom('eventTime' as const, 'recordTime' as const),
    direction: fc.constantFrom('ASC' as const, 'DESC' as const),
  });

  it('give what matches, in order, by every way of reading', async () => {
    for (const [name, predicate] of Object.entries(shapes)) {
      for (const by of ['eventTime', 'recordTime'] as const) {
        for (const direction of ['ASC', 'DESC'] as const) {
          const question = { where: [predicate], order: { by, direction } };
          assert.deepEqual(await ask(question, 150), expected(question), `${name} by ${by} ${direction}`);
        }
      }
    }
    const expectedRoads = [
      'facts, few entries',
      'sequence, walked in order',
      'terms, few entries',
      'terms, sorted',
      'terms, walked in order',
      'time, few entries',
      'time, sorted',
      'time, walked in order',
    ];
    assert.deepEqual([...roads].sort(), expectedRoads);
  });

  it('give what matches, in order, whatever is asked together', async () => {
    const asked = fc.record({
      names: fc.uniqueArray(shape, { minLength: 1, maxLength: 3 }),
      order,
      limit: fc.integer({ min: 1, max: 400 }),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ names, order, limit }) => {
        const question = { where: names.flatMap((name) => shapes[name] ?? []), order };
        const right = expected(question);
        // Short pages of long answers only repeat themselves.
        const keys = await ask(question, Math.max(limit, Math.ceil(right.length / 25)));
        assert.deepEqual(keys, right, names.join(' and '));
      }),
      { numRuns: 120 },
    );
  });

  it('give what was recorded between two times', async () => {
    const times = [...new Set(visible.map(({ origin }) => origin.recordTime))].sort((a, b) => a - b);
    const [from = 0, to = 0] = [times[10], times[30]];
    for (const by of ['eventTime', 'recordTime'] as const) {
      const where: readonly Predicate[] = [
        { parameter: '', kind: 'recordTime', op: 'GE', ms: from },
        { parameter: '', kind: 'recordTime', op: 'LT', ms: to },
      ];
      const question = { where, order: { by, direction: 'ASC' } } as const;
      assert.deepEqual(await ask(question, 300), expected(question));
      const further = {
        ...question,
        where: [...where, ...(shapes['a common business step'] ? [shapes['a common business step']] : [])],
      };
      assert.deepEqual(await ask(further, 300), expected(further));
    }
  });

  it('never read the whole collection', async () => {
    for (const [name, predicate] of Object.entries(shapes)) {
      for (const by of ['eventTime', 'recordTime'] as const) {
        const question = { where: [predicate], order: { by, direction: 'DESC' as const } };
        const done = await explained(() => ask(question, 100));
        assert.ok(done.length > 0, name);
        for (const { stages, text } of done)
          assert.ok(!stages.includes('COLLSCAN'), `${name} by ${by}: ${stages.join(' ')} for ${text}`);
      }
    }
  });

  it('fetch little more than they give', async () => {
    const few = ['one EPC', 'an EPC of many events', 'two hundred EPCs', 'a rare place', 'an unknown place', 'a short time'];
    for (const name of few) {
      for (const by of ['eventTime', 'recordTime'] as const) {
        const question = { where: [shapes[name] ?? assert.fail()], order: { by, direction: 'ASC' as const } };
        const answer = expected(question).length;
        const done = await explained(() => ask(question, 1000));
        const fetched = done.reduce((sum, { documents }) => sum + documents, 0);
        // Hidden writes make a fifth of all entries.
        assert.ok(fetched <= 1.5 * answer + 5, `${name} by ${by}: ${fetched} fetched for ${answer}`);
      }
    }
  });

  it('read an index in the order asked rather than sort many events', async () => {
    const shipping = {
      where: [shapes['a common business step'] ?? assert.fail()],
      order: { by: 'eventTime', direction: 'ASC' },
    } as const;
    for (const query of [shipping, { where: [] }]) {
      let examined = 0;
      const done = await explained(async () => {
        ({ examined } = await reader.find({ query, visibility: [], snapshot, limit: 10 }));
      });
      assert.ok(
        done.every(({ stages }) => !stages.includes('SORT')),
        JSON.stringify(done),
      );
      assert.equal(examined, 11);
    }
  });
});

/** Names of all stages, and how many documents they fetched. */
function judge(answer: Document): { readonly stages: readonly string[]; readonly documents: number } {
  const stages: string[] = [];
  let documents = 0;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('executionStats' in value) {
      const stats = value.executionStats as { totalDocsExamined: number; executionStages: unknown };
      documents += stats.totalDocsExamined;
      visit(stats.executionStages);
      return;
    }
    if ('stage' in value) stages.push(String(value.stage));
    for (const child of Object.values(value)) visit(child);
  };
  visit(answer);
  return { stages, documents };
}
