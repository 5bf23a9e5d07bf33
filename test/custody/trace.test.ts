/** The chain of custody from a repository: what is asked of it, and what a caller is told. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { type TraceDeps, traceCustody } from '../../server/custody/trace.ts';
import type { VocabularyElement } from '../../server/epcis/document.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import type { EventStore } from '../../server/ports/event-store.ts';
import type { Repository } from '../../server/ports/repository.ts';
import { openSqliteRepository } from '../../server/store/sqlite/open.ts';
import { lines } from '../build/ask-custody.ts';
import { anAggregationEvent, anObjectEvent, aQuantity, aTime, aTransformationEvent, stored } from '../build/event.ts';
import { notationsOf } from '../build/notations.ts';
import {
  act,
  as,
  box,
  commission,
  lot,
  maker,
  pack,
  pharmacy,
  receive,
  ship,
  tote,
  unit,
  unitLink,
  urnOf,
  when,
  wholesaler,
} from '../build/supply-chain.ts';

const principal = { name: 'tester', roles: ['query'] } as const;
const NOW = Date.parse('2025-03-10T00:00:00.000Z');
const u = [unit('1')];
const opened: Repository[] = [];
after(() => Promise.all(opened.map((repository) => repository.close())));

async function openStore(): Promise<EventStore> {
  const repository = await openSqliteRepository({ folder: ':memory:', clock: () => NOW });
  opened.push(repository);
  return repository.events;
}

async function record(
  store: EventStore,
  events: readonly StoredEvent[],
  elements: readonly VocabularyElement[] = [],
): Promise<void> {
  const write = await store.beginWrite('tester', 60_000, 'small');
  const given = events.map((event) => ({ ...event, origin: { ...event.origin, recordTime: write.recordTime } }));
  const outcomes = await store.append(write, given);
  assert.ok(
    outcomes.every(({ outcome }) => outcome === 'stored'),
    JSON.stringify(outcomes),
  );
  if (elements.length > 0) await store.appendVocabulary(write, '00000000-0000-4000-8000-00000000abcd', elements);
  await store.commitWrite(write);
}

async function storeOf(events: readonly StoredEvent[], elements: readonly VocabularyElement[] = []): Promise<EventStore> {
  const store = await openStore();
  await record(store, events, elements);
  return store;
}

const trace = (events: TraceDeps['events'], identifier = unit('1'), more: object = {}, limits: object = {}) =>
  traceCustody({ events, clock: () => NOW, limits }, principal, { identifier, ...more });

/** The same store, noting what it is asked and gives. */
function watched(store: EventStore) {
  const seen = { calls: 0, events: new Set<string>() };
  const reader: TraceDeps['events'] = {
    snapshot: (at) => store.snapshot(at),
    async find(request) {
      seen.calls += 1;
      const page = await store.find(request);
      for (const { eventID } of page.events) seen.events.add(eventID);
      return page;
    },
    elements: (...given) => store.elements(...given),
    parents: (...given) => store.parents(...given),
  };
  return { reader, seen };
}

const problem = (code: string, detail: RegExp, name?: string) => (error: unknown) => {
  assert.ok(error instanceof Error && 'code' in error && 'facts' in error, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, detail);
  if (name !== undefined) assert.deepEqual(error.facts, { name });
  return true;
};

describe('a caller', () => {
  const born = commission('born', '08:00', maker, u);

  it('may ask in any notation', async () => {
    const store = await storeOf([born]);
    for (const notation of notationsOf(unit('1')))
      assert.equal((await trace(store, ` ${notation} `)).identifier, unitLink('1'), notation);
  });

  it('is told what is no identifier', async () => {
    const store = await storeOf([born]);
    for (const text of ['', 'hello', 'two words', '(01)123(21)1', '01/123']) {
      await assert.rejects(trace(store, text), problem('identifier-invalid', /neither an EPC URN/, 'identifier'), text);
    }
  });

  it('is told where no event speaks about it', async () => {
    const store = await storeOf([born]);
    for (const identifier of [unit('NEVER'), 'urn:example:thing', 'https://example.com/x', lot, 'geo:50.8,4.3']) {
      await assert.rejects(
        trace(store, identifier),
        problem('identifier-unknown', /No event speaks about/, 'identifier'),
        identifier,
      );
    }
    await assert.rejects(trace(store, unit('1'), { knownAt: '2025-01-01T00:00:00Z' }), problem('identifier-unknown', /No event/));
  });

  it('is told of a chain without beginning where everything happened later', async () => {
    const answer = await trace(await storeOf([born]), unit('1'), { asOf: '2025-03-03T07:00:00Z' });
    assert.deepEqual([answer.status, answer.chain, answer.asOf], ['unknown', [], '2025-03-03T07:00:00.000Z']);
  });

  it('is told what is no time', async () => {
    const store = await storeOf([born]);
    for (const name of ['asOf', 'knownAt']) {
      for (const text of ['2025-03-03', '2025-03-03T12:00:00', 'yesterday']) {
        await assert.rejects(
          trace(store, unit('1'), { [name]: text }),
          problem('query-parameter', new RegExp(`${name} is a date-time with zone`), name),
        );
      }
    }
  });

  it('is told where a chain is longer than can be read', async () => {
    const store = await storeOf([born, act('a', '09:00', 'storing', maker.main, u), act('b', '10:00', 'storing', maker.main, u)]);
    await assert.rejects(trace(store, unit('1'), {}, { events: 2 }), problem('query-too-large', /More than 2 events/));
  });

  it('may set what counts as late', async () => {
    const store = await storeOf([born, ship('s', '09:00', maker, wholesaler, u)]);
    assert.deepEqual((await trace(store)).findings, []);
    assert.equal((await trace(store, unit('1'), {}, { transitDays: 1 })).findings[0]?.id, 'shipped-not-received');
  });
});

describe('the walk', () => {
  it('follows containers through levels, a level at a time', async () => {
    const levels = [
      commission('born', '08:00', maker, u),
      ...[1, 2, 3].map((n) => pack(`in${n}`, `09:0${n}`, { by: maker, into: box(n) }, n === 1 ? u : [box(n - 1)])),
    ];
    const { reader, seen } = watched(await storeOf([...levels, ship('s', '10:00', maker, wholesaler, [box(3)])]));
    const answer = await trace(reader);
    assert.deepEqual([answer.status, answer.chain.at(-1)?.within.length], ['in_transit', 3]);
    assert.ok(seen.calls <= 6, `${seen.calls} questions`);
  });

  it('asks of a returnable container only the time of the stay', async () => {
    const t = tote('T1');
    const trip = (n: number, children: readonly string[]) => {
      const day = 3 + n;
      return [
        pack(`in${n}`, `${day} 08:00`, { by: maker, into: t }, children),
        ship(`s${n}`, `${day} 09:00`, maker, wholesaler, [t]),
        receive(`r${n}`, `${day} 10:00`, maker, wholesaler, [t]),
        pack(`out${n}`, `${day} 11:00`, { by: wholesaler, into: t, action: 'DELETE' }, []),
        ...Array.from({ length: 20 }, (_, i) =>
          act(`rest${n}-${i}`, `${day} 12:${String(i).padStart(2, '0')}`, 'storing', wholesaler.main, [t]),
        ),
      ];
    };
    const trips = [1, 2, 3, 4, 5].map((n) => trip(n, n === 2 ? u : [unit(`other${n}`)]));
    const store = await openStore();
    for (const events of trips) await record(store, events);
    const { reader, seen } = watched(store);
    const answer = await trace(reader);
    assert.deepEqual(lines(answer), ['held maker 05T08:00', 'in_transit maker>wholesaler 05T09:00', 'held wholesaler 05T10:00']);
    // The last packing before tells what the tote itself was inside of.
    const foreign = [...seen.events].filter((eventID) => /:(?:in|s|r|out|rest)[145](?:-|$)/.test(eventID));
    assert.deepEqual(foreign, []);
  });

  it('knows what a returnable container was inside of when something was put into it', async () => {
    const store = await storeOf([
      pack('couple', '3 08:00', { by: maker, into: 'urn:epc:id:giai:9521001.TRUCK1', lasting: true }, [tote('T1')]),
      pack('in', '5 08:00', { by: maker, into: tote('T1') }, u),
      ship('drive', '5 09:00', maker, wholesaler, ['urn:epc:id:giai:9521001.TRUCK1']),
    ]);
    assert.equal((await trace(store)).status, 'in_transit');
  });

  it('knows that a returnable container is taken into use again, though its first beginning was long before', async () => {
    const store = await storeOf([
      commission('first', '1 08:00', maker, [tote('T1')]),
      pack('in', '5 08:00', { by: maker, into: tote('T1') }, u),
      commission('second', '6 08:00', maker, [tote('T1')]),
    ]);
    assert.deepEqual(
      (await trace(store)).findings.map(({ id }) => id),
      ['contents-left'],
    );
  });

  it('finds the other events of a transformation', async () => {
    const transformationID = 'urn:example:mix:1';
    const store = await storeOf([
      as('in', aTransformationEvent({ eventTime: when('08:00'), transformationID, inputEPCList: [unit('7')] })),
      as('out', aTransformationEvent({ eventTime: when('09:00'), transformationID, outputEPCList: u })),
    ]);
    assert.deepEqual((await trace(store)).lineage.madeFrom, [unitLink('7')]);
  });

  it('finds an error declaration by the eventID, whatever it repeats', async () => {
    const sent = ship('s', '09:00', maker, wholesaler, u);
    const declared = stored(
      {
        ...anObjectEvent({ eventTime: when('09:00'), epcList: [unit('OTHER')] }),
        eventID: urnOf('s'),
        errorDeclaration: { declarationTime: aTime(when('12:00')) },
      },
      { captureID: '00000000-0000-4000-8000-00000000d0d0' },
    );
    const answer = await trace(await storeOf([commission('born', '08:00', maker, u), sent, declared]));
    assert.deepEqual([answer.status, answer.findings.map(({ id }) => id)], ['held', ['corrected']]);
  });

  it('sees that something left a container without a word', async () => {
    const store = await storeOf([
      pack('in', '08:00', { by: maker, into: box(1) }, [unit('1'), unit('2'), unit('3')]),
      pack('other', '09:00', { by: maker, into: box(2) }, [unit('2')]),
      act('gone', '10:00', 'dispensing', maker.main, [unit('3')]),
    ]);
    assert.deepEqual((await trace(store, box(1))).containment.children, [unitLink('1')]);
  });

  it('follows a lot: amounts, what they were packed in, and its serialised units', async () => {
    const ilmd = [{ ns: 'urn:epcglobal:cbv:mda', name: 'lotNumber', prefix: 'cbvmda', value: 'L1' }];
    const store = await storeOf([
      commission('made', '08:00', maker, [unit('1'), unit('2')], { ilmd, quantityList: [aQuantity(lot, 40, 'KGM')] }),
      as(
        'in',
        anAggregationEvent({
          eventTime: when('09:00'),
          parentID: box(1),
          childEPCs: [unit('1')],
          childQuantityList: [aQuantity(lot, 30, 'KGM')],
          bizLocation: maker.main,
        }),
      ),
      pack('stack', '09:30', { by: maker, into: box(2) }, [box(1)]),
      ship('s', '10:00', maker, wholesaler, [box(2)]),
      receive('r', '15:00', maker, wholesaler, [box(2)]),
    ]);
    const { ledger } = await trace(store, lot);
    const left = ledger?.rows.map(({ holder, uom, left: amount }) => [holder, uom, amount]);
    assert.deepEqual(left, [
      [maker.link, null, 1],
      [wholesaler.link, null, 1],
      [maker.link, 'KGM', 10],
      [wholesaler.link, 'KGM', 30],
    ]);
    assert.deepEqual(
      ledger?.instances.map(({ holder }) => holder),
      [wholesaler.link, maker.link],
    );
    await assert.rejects(trace(store, lot, {}, { instances: 1 }), problem('query-too-large', /2 serialised units/));
  });

  it('finds a class that is no GS1 key', async () => {
    const store = await storeOf([
      commission('c', '08:00', maker, [], { epcList: [], quantityList: [aQuantity('urn:example:class:gravel', 2)] }),
    ]);
    assert.equal((await trace(store, 'urn:example:class:gravel')).ledger?.rows[0]?.left, 2);
  });

  it('asks master data for the places of the chain and what is above them, as it was known', async () => {
    const element = (
      id: string,
      children: readonly string[],
      attributes: VocabularyElement['attributes'] = [],
    ): VocabularyElement => ({
      type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
      id,
      children,
      attributes,
    });
    const party = (company: typeof maker) => [{ id: 'urn:epcglobal:cbv:mda:possessing_party', value: company.party }];
    const store = await storeOf(
      [act('e', '08:00', 'storing', 'urn:example:shelf', u)],
      [
        element('urn:example:hall', ['urn:example:shelf']),
        element('urn:example:plant', ['urn:example:hall'], party(pharmacy)),
        element('urn:example:elsewhere', [], party(maker)),
      ],
    );
    const answer = await trace(store);
    assert.deepEqual([answer.chain[0]?.holder, answer.chain[0]?.basis], [pharmacy.link, 'master-data']);
  });
});
