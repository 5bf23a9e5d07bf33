/** What queries promise: a store finds exactly the events that `matches` says. */
import assert from 'node:assert/strict';
import type { EpcisEvent } from '../../server/epcis/event.ts';
import { identifierKey } from '../../server/epcis/identifier/key.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import type { EventStore } from '../../server/ports/event-store.ts';
import type { EventQuery, ExtensionField, Predicate } from '../../server/query/ast.ts';
import { isVisible, matches } from '../../server/query/matches.ts';
import { deliveredByTerm, partyTerm } from '../../server/query/term-names.ts';
import {
  aClass,
  aContainer,
  aDestination,
  anAggregationEvent,
  anAssociationEvent,
  anEpc,
  anObjectEvent,
  aQuantity,
  aSource,
  aTime,
  aTransactionEvent,
  aTransformationEvent,
  aVendorEvent,
  aWord,
} from '../build/event.ts';
import { aCaptureID, epcNumber, findAll, LEASE, OWNER, type RepositoryContract, record, under } from './event-store-subject.ts';

/**
 * Holds what a store finds and counts against what `matches` says of all its events, one by one.
 *
 * @param all every event that is visible
 * @returns how many match
 */
export async function agreesWithMatches(
  store: EventStore,
  all: readonly StoredEvent[],
  query: EventQuery,
  visibility: readonly (readonly string[])[] = [],
): Promise<number> {
  const expected = all.filter((stored) => matches(query, stored) && isVisible(visibility, stored)).map(({ key }) => key);
  const found = (await findAll(store, query, { visibility, limit: 3 })).map(({ key }) => key);
  assert.deepEqual(found.toSorted(), expected.toSorted(), JSON.stringify({ query, visibility }));
  const snapshot = await store.snapshot();
  assert.equal(await store.count({ query, visibility, snapshot }, 1_000_000), expected.length);
  return expected.length;
}

const NS = 'https://ns.example/epcis';
const extension = (name: string, value: string) => ({ ns: NS, name, prefix: 'x', value });
const field = (area: ExtensionField['area'], name: string, depth: ExtensionField['depth'] = 'top'): ExtensionField => ({
  area,
  ns: NS,
  name,
  depth,
});

/** Events of every type that between them have every kind of field. */
const events: readonly EpcisEvent[] = [
  anObjectEvent({ action: 'ADD', bizStep: 'commissioning', disposition: 'active', ilmd: [extension('lot', 'L1')] }),
  anObjectEvent({ bizStep: 'shipping', readPoint: 'urn:epc:id:sgln:9521234.00001.0', eventTime: '2025-03-04T08:00:00.000Z' }),
  anObjectEvent({
    bizStep: 'receiving',
    bizLocation: 'urn:epc:id:sgln:9521234.00002.0',
    eventID: 'urn:uuid:1f6b4c9a-0000-4000-8000-000000000001',
  }),
  anObjectEvent({
    quantityList: [aQuantity(aClass, 12.5, 'KGM'), aQuantity('urn:epc:class:lgtin:9521234.012345.LOT2', 3)],
    extensions: [extension('temperature', '7.5'), { ...extension('box', ''), value: [extension('inside', 'deep')] }],
    persistentDisposition: { set: [aWord('damaged')], unset: [aWord('expired')] },
  }),
  anObjectEvent({
    eventTime: '2025-03-05T08:00:00.000Z',
    errorDeclaration: {
      declarationTime: aTime('2025-03-06T08:00:00.000Z'),
      reason: aWord('incorrect_data'),
      correctiveEventIDs: ['urn:uuid:1f6b4c9a-0000-4000-8000-000000000002'],
    },
  }),
  anObjectEvent({
    epcList: [aContainer],
    sensorElementList: [
      {
        sensorMetadata: { deviceID: 'urn:epc:id:giai:9521234.S1', startTime: aTime('2025-03-03T10:00:00.000Z') },
        sensorReport: [{ type: aWord('Temperature'), value: { value: 26, text: '26' }, uom: 'CEL' }],
      },
    ],
  }),
  anAggregationEvent({ bizStep: 'packing' }),
  anAggregationEvent({ action: 'DELETE', bizStep: 'unpacking', parentID: 'urn:epc:id:sscc:9521234.3000000002' }),
  anAssociationEvent({}),
  aTransactionEvent({ sourceList: [aSource('owning_party', 'urn:epc:id:pgln:9521234.00000')] }),
  aTransformationEvent({
    transformationID: 'urn:epc:id:gdti:9521234.00001.T1',
    inputEPCList: [anEpc],
    inputQuantityList: [aQuantity(aClass, 2)],
  }),
  aVendorEvent({ destinationList: [aDestination('location', 'urn:epc:id:sgln:9521234.00002.0')] }),
];

const anyKey = (...ids: readonly string[]) => ids.map((id) => ({ kind: 'key', key: identifierKey(id) }) as const);

/** Each finds some of the events and not all. */
const predicates: readonly Predicate[] = [
  { parameter: 'GE_eventTime', kind: 'eventTime', op: 'GE', ms: Date.UTC(2025, 2, 4) },
  { parameter: 'LT_eventTime', kind: 'eventTime', op: 'LT', ms: Date.UTC(2025, 2, 4, 8) },
  { parameter: 'eventType', kind: 'word', field: 'eventType', anyOf: ['AggregationEvent', 'TransformationEvent'] },
  { parameter: 'EQ_action', kind: 'word', field: 'action', anyOf: ['ADD'] },
  { parameter: 'EQ_bizStep', kind: 'word', field: 'bizStep', anyOf: ['shipping', 'packing', 'picking'] },
  { parameter: 'EQ_disposition', kind: 'word', field: 'disposition', anyOf: ['active'] },
  { parameter: 'EQ_persistentDisposition_set', kind: 'word', field: 'persistentDisposition.set', anyOf: ['damaged'] },
  { parameter: 'EQ_readPoint', kind: 'word', field: 'readPoint', anyOf: [identifierKey('urn:epc:id:sgln:9521234.00001.0')] },
  { parameter: 'EQ_bizLocation', kind: 'word', field: 'bizLocation', anyOf: [identifierKey('urn:epc:id:sgln:9521234.00002.0')] },
  {
    parameter: 'EQ_transformationID',
    kind: 'word',
    field: 'transformationID',
    anyOf: [identifierKey('urn:epc:id:gdti:9521234.00001.T1')],
  },
  { parameter: 'EQ_eventID', kind: 'word', field: 'eventID', anyOf: ['urn:uuid:1f6b4c9a-0000-4000-8000-000000000001'] },
  { parameter: 'EQ_errorReason', kind: 'word', field: 'errorDeclaration.reason', anyOf: ['incorrect_data'] },
  { parameter: 'EQ_type', kind: 'word', field: 'sensor.type', anyOf: ['Temperature'] },
  { parameter: 'MATCH_epc', kind: 'epc', fields: ['epc'], anyOf: anyKey(anEpc) },
  { parameter: 'MATCH_parentID', kind: 'epc', fields: ['parentID'], anyOf: anyKey(aContainer) },
  { parameter: 'MATCH_inputEPC', kind: 'epc', fields: ['inputEPC'], anyOf: anyKey(anEpc) },
  { parameter: 'MATCH_anyEPC', kind: 'epc', fields: ['epc', 'parentID', 'inputEPC', 'outputEPC'], anyOf: anyKey(anEpc) },
  {
    parameter: 'MATCH_epc',
    kind: 'epc',
    fields: ['epc'],
    anyOf: [{ kind: 'pattern', scheme: 'sscc', components: ['9521234', '*'] }],
  },
  { parameter: 'MATCH_epcClass', kind: 'epcClass', fields: ['epcClass'], anyOf: anyKey(aClass) },
  {
    parameter: 'EQ_bizTransaction_po',
    kind: 'typed',
    list: 'bizTransaction',
    type: 'po',
    anyOf: ['urn:epcglobal:cbv:bt:9521234000006:PO-1'],
  },
  {
    parameter: 'EQ_source_owning_party',
    kind: 'typed',
    list: 'source',
    type: 'owning_party',
    anyOf: [identifierKey('urn:epc:id:pgln:9521234.00000')],
  },
  { parameter: 'EXISTS_errorDeclaration', kind: 'exists', what: 'errorDeclaration' },
  { parameter: 'EXISTS_sensorElementList', kind: 'exists', what: 'sensorElementList' },
  {
    parameter: 'GE_errorDeclarationTime',
    kind: 'time',
    field: 'errorDeclaration.declarationTime',
    op: 'GE',
    ms: Date.UTC(2025, 2, 6),
  },
  { parameter: 'GE_quantity', kind: 'quantity', op: 'GE', anyOf: [3] },
  { parameter: 'EQ_quantity', kind: 'quantity', op: 'EQ', anyOf: [12_500], uom: 'GRM' },
  { parameter: 'GT_value', kind: 'sensorNumber', field: 'value', op: 'GT', anyOf: [25], uom: 'CEL' },
  { parameter: 'EXISTS_x:temperature', kind: 'extensionExists', field: field('event', 'temperature') },
  { parameter: 'EQ_x:temperature', kind: 'extensionEquals', field: field('event', 'temperature'), anyOf: ['7.5'] },
  {
    parameter: 'GT_x:temperature',
    kind: 'extensionCompares',
    field: field('event', 'temperature'),
    op: 'GT',
    value: 7,
    as: 'number',
  },
  { parameter: 'EQ_INNER_x:inside', kind: 'extensionEquals', field: field('event', 'inside', 'inner'), anyOf: ['deep'] },
  { parameter: 'EQ_ILMD_x:lot', kind: 'extensionEquals', field: field('ilmd', 'lot'), anyOf: ['L1', 'L2'] },
];

const orders: readonly EventQuery['order'][] = [
  undefined,
  { by: 'eventTime', direction: 'DESC' },
  { by: 'recordTime', direction: 'DESC' },
];

export const queriesContract: RepositoryContract = {
  'finds by every kind of predicate what matches it': async ({ repository, again }) => {
    const { stored } = await record(repository.events, events);
    const reader = (await again()).events;
    for (const predicate of predicates) {
      const hits = await agreesWithMatches(reader, stored, { where: [predicate] });
      assert.ok(hits > 0 && hits < stored.length, `${predicate.parameter} finds ${hits} of ${stored.length}: no test`);
    }
  },

  'finds by two predicates what matches both, in any order': async ({ repository }) => {
    const { stored } = await record(repository.events, events);
    let hits = 0;
    for (const [i, first] of predicates.entries()) {
      const second = predicates[(i * 7 + 3) % predicates.length];
      const order = orders[i % orders.length];
      if (!second) continue;
      hits += await agreesWithMatches(repository.events, stored, { where: [first, second], ...(order ? { order } : {}) });
    }
    assert.ok(hits > 0);
  },

  'finds nothing where a predicate has no values': async ({ repository }) => {
    const { stored } = await record(repository.events, events);
    const none: Predicate = { parameter: 'EQ_bizStep', kind: 'word', field: 'bizStep', anyOf: [] };
    assert.equal(await agreesWithMatches(repository.events, stored, { where: [none] }), 0);
  },

  'finds one of very many alternatives': async ({ repository }) => {
    const { stored } = await record(repository.events, events);
    const keys = Array.from({ length: 3000 }, (_, i) => epcNumber(i));
    for (const order of orders) {
      const where: readonly Predicate[] = [{ parameter: 'MATCH_epc', kind: 'epc', fields: ['epc'], anyOf: anyKey(...keys) }];
      assert.ok((await agreesWithMatches(repository.events, stored, { where, ...(order ? { order } : {}) })) > 0);
    }
  },

  'finds by record time what was written in that time': async ({ repository }) => {
    const store = repository.events;
    const recorded: StoredEvent[] = [];
    const times: number[] = [];
    for (const event of events.slice(0, 5)) {
      const { write, stored } = await record(store, [event]);
      recorded.push(...stored);
      times.push(write.recordTime);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    for (const ms of [0, ...times, (times.at(-1) ?? 0) + 1]) {
      for (const op of ['GE', 'LT'] as const) {
        await agreesWithMatches(store, recorded, { where: [{ parameter: `${op}_recordTime`, kind: 'recordTime', op, ms }] });
      }
    }
  },

  'shows an asker only what he may see': async ({ repository }) => {
    const store = repository.events;
    const write = await store.beginWrite(OWNER, LEASE, 'small');
    const captureID = aCaptureID();
    const stored = under(write, captureID, events).map((event, i) => ({
      ...event,
      origin: { ...event.origin, deliveredBy: i % 2 ? 'one' : 'other' },
    }));
    await store.append(write, stored);
    await store.commitWrite(write);
    const [one, other, place] = [deliveredByTerm('one'), deliveredByTerm('other'), partyTerm('urn:epc:id:sgln:9521234.00001.0')];
    for (const visibility of [[[one]], [[other]], [[other, place]], [[one], [place]]]) {
      const hits = await agreesWithMatches(store, stored, { where: [] }, visibility);
      assert.ok(hits > 0 && hits < stored.length);
      await agreesWithMatches(store, stored, { where: [predicates[13] ?? assert.fail()] }, visibility);
    }
    assert.equal(await agreesWithMatches(store, stored, { where: [] }, [[]]), 0);
  },

  'finds an event of a million EPCs by any of them and gives it back whole': async ({ repository, again }) => {
    const epcList = Array.from({ length: 1_000_000 }, (_, i) => epcNumber(i));
    const { stored } = await record(
      repository.events,
      [anObjectEvent({ epcList }), anObjectEvent({ epcList: [anEpc] })],
      'stream',
    );
    const reader = (await again()).events;
    for (const serial of [0, 500_000, 999_999]) {
      const where: readonly Predicate[] = [
        { parameter: 'MATCH_epc', kind: 'epc', fields: ['epc'], anyOf: anyKey(epcNumber(serial)) },
      ];
      const [found, ...others] = await findAll(reader, { where });
      assert.deepEqual(others, []);
      assert.ok(found?.event.type === 'ObjectEvent');
      assert.equal(found.event.epcList?.length, 1_000_000);
      assert.equal(found.event.epcList[serial], epcList[serial]);
      assert.equal(found.key, stored[0]?.key);
    }
  },
};
