/**
 * Arbitrary lives of a handful of objects, for properties of custody: any event type, action and step at any time by any
 * party, so that most of what comes out is nonsense that the hub must nevertheless read in one way only.
 */
import fc from 'fast-check';
import type { Action, EpcisEvent, ErrorDeclaration } from '../../server/epcis/event.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import {
  aDestination,
  anAggregationEvent,
  anAssociationEvent,
  anObjectEvent,
  aQuantity,
  aSource,
  aTime,
  aTransactionEvent,
  aTransformationEvent,
  stored,
} from './event.ts';
import { box, type Company, lot, maker, pharmacy, tote, unit, wholesaler } from './supply-chain.ts';

export const units = [unit('1'), unit('2'), unit('3')];
/** Two that are used once, and one that is returned and used again. */
export const containers = [box(1), box(2), tote('T1')];
export const objects = [...units, ...containers];

const companies: readonly Company[] = [maker, wholesaler, pharmacy];
const START = Date.parse('2025-03-03T00:00:00.000Z');
const HOUR = 3_600_000;
export const HOURS = 24;

/** Few instants, so that events meet at one. */
const instant = fc.integer({ min: 0, max: HOURS }).map((hour) => START + hour * HOUR);

const step = fc.constantFrom(
  'commissioning',
  'packing',
  'unpacking',
  'shipping',
  'departing',
  'void_shipping',
  'receiving',
  'accepting',
  'arriving',
  'storing',
  'inspecting',
  'dispensing',
  'destroying',
  'decommissioning',
);

const between = fc.option(
  fc.record({
    type: fc.constantFrom('possessing_party', 'owning_party'),
    from: fc.constantFrom(...companies),
    to: fc.constantFrom(...companies),
  }),
  { nil: undefined, freq: 2 },
);

const circumstances = fc
  .record({
    ms: instant,
    bizStep: step,
    disposition: fc.constantFrom('active', 'in_transit', 'in_progress', 'stolen', 'unknown', 'in_progress'),
    company: fc.constantFrom(...companies),
    where: fc.constantFrom('main', 'site', 'dock', undefined),
    between,
  })
  .map(({ ms, bizStep, disposition, company, where, between }) => ({
    eventTime: new Date(ms).toISOString(),
    bizStep,
    disposition,
    ...(where && { readPoint: company[where], ...(where !== 'dock' && { bizLocation: company[where] }) }),
    ...(between && {
      sourceList: [aSource(between.type, between.from.party)],
      destinationList: [aDestination(between.type, between.to.party)],
    }),
  }));

const some = (of: readonly string[]) => fc.subarray([...of], { minLength: 1, maxLength: 2 });
const someOfLot = fc.option(
  fc.integer({ min: 1, max: 9 }).map((amount) => [aQuantity(lot, amount)]),
  { nil: undefined, freq: 2 },
);

const anObservation = fc
  .record({
    c: circumstances,
    action: fc.constantFrom<Action[]>('ADD', 'OBSERVE', 'OBSERVE', 'OBSERVE', 'OBSERVE', 'DELETE'),
    epcList: some(objects),
    amounts: someOfLot,
    lotNumber: fc.constantFrom('L1', 'L2', undefined),
  })
  .map(({ c, action, epcList, amounts, lotNumber }) =>
    anObjectEvent({
      ...c,
      action,
      epcList,
      ...(amounts && { quantityList: amounts }),
      ...(lotNumber &&
        action === 'ADD' && { ilmd: [{ ns: 'urn:epcglobal:cbv:mda', name: 'lotNumber', prefix: 'cbvmda', value: lotNumber }] }),
    }),
  );

/** `orderly`: nothing is ever put, however indirectly, into itself. */
export type Nesting = 'orderly' | 'any';

const aPacking = (nesting: Nesting) =>
  fc
    .record({
      c: circumstances,
      action: fc.constantFrom<Action[]>('ADD', 'OBSERVE', 'DELETE'),
      parentID: fc.constantFrom(...containers),
      childEPCs: fc.subarray([...objects], { maxLength: 3 }),
      build: fc.constantFrom(anAggregationEvent, anAssociationEvent),
      amounts: someOfLot,
    })
    .map(({ c, action, parentID, childEPCs, build, amounts }) => {
      const smaller = childEPCs.filter((child) => nesting === 'any' || objects.indexOf(child) < objects.indexOf(parentID));
      return build({ ...c, action, parentID, childEPCs: smaller, ...(amounts && { childQuantityList: amounts }) });
    });

const aTransformation = fc
  .record({
    c: circumstances,
    inputEPCList: some(units),
    outputEPCList: some(units),
    id: fc.constantFrom('urn:example:transformation:1', undefined),
  })
  .map(({ c, id, ...lists }) => aTransformationEvent({ ...c, ...lists, ...(id && { transformationID: id }) }));

const aTransaction = fc
  .record({ c: circumstances, epcList: some(objects), parentID: fc.option(fc.constantFrom(...containers), { nil: undefined }) })
  .map(({ c, epcList, parentID }) => aTransactionEvent({ ...c, epcList, ...(parentID && { parentID }) }));

const anEvent = (nesting: Nesting): fc.Arbitrary<EpcisEvent> =>
  fc.oneof(
    { weight: 5, arbitrary: anObservation },
    { weight: 5, arbitrary: aPacking(nesting) },
    { weight: 1, arbitrary: aTransformation },
    { weight: 1, arbitrary: aTransaction },
  );

export type Life = {
  /** Originals and the declarations of some of them, each with a record time of its own. */
  readonly events: readonly StoredEvent[];
  /** Record times go from here, one second each. */
  readonly recordedFrom: number;
};

export const aLife = (nesting: Nesting): fc.Arbitrary<Life> =>
  fc
    .record({
      events: fc.array(anEvent(nesting), { minLength: 1, maxLength: 14 }),
      declared: fc.array(fc.nat(), { maxLength: 2 }),
      shuffle: fc.array(fc.nat(), { minLength: 16, maxLength: 16 }),
    })
    .map(({ events, declared, shuffle }) => record(events, declared, shuffle));

/** In a shuffled order, some of them declared in error. */
function record(events: readonly EpcisEvent[], declared: readonly number[], shuffle: readonly number[]): Life {
  const recordedFrom = START + 40 * HOUR;
  const named = events.map((event, i) => ({ ...event, eventID: `urn:example:event:${i}` }));
  const corrections = [...new Set(declared.map((i) => i % named.length))].map((i) =>
    declaredInError(named[i] as EpcisEvent, recordedFrom),
  );
  const all = [...named, ...corrections];
  const order = all.map((event, i) => ({ event, at: shuffle[i] ?? 0 })).sort((a, b) => a.at - b.at);
  return {
    recordedFrom,
    events: order.map(({ event }, i) =>
      stored(event, { recordTime: recordedFrom + i * 1000, captureID: captureOf(i), index: 0 }),
    ),
  };
}

export const captureOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const declaredInError = (event: EpcisEvent, ms: number): EpcisEvent => ({ ...event, errorDeclaration: declaration(ms) });

const declaration = (ms: number): ErrorDeclaration => ({
  declarationTime: aTime(new Date(ms).toISOString()),
  correctiveEventIDs: [],
});

export const anyObject = fc.constantFrom(...objects, lot);
