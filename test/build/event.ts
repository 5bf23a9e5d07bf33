/**
 * Events for tests, of every type: sensible defaults, the caller names only what matters.
 *
 * Words, times and places may be given as bare text: `anObjectEvent({ bizStep: 'shipping', eventTime: '2025-03-03T08:00:00Z' })`.
 */
import type {
  AggregationEvent,
  AssociationEvent,
  Destination,
  EpcisEvent,
  Location,
  ObjectEvent,
  Quantity,
  Source,
  TransactionEvent,
  TransformationEvent,
  VendorEvent,
  Word,
} from '../../server/epcis/event.ts';
import { identify } from '../../server/epcis/identity.ts';
import type { Origin, StoredEvent } from '../../server/epcis/stored-event.ts';
import { parseTime, type Time } from '../../server/epcis/time.ts';

/** The fields that may be written shorter than the canonical event has them. */
type Short = {
  readonly eventTime?: string | Time;
  readonly bizStep?: string | Word;
  readonly disposition?: string | Word;
  readonly readPoint?: string | Location;
  readonly bizLocation?: string | Location;
};

export type EventInput<E extends EpcisEvent> = Partial<Omit<E, 'type' | keyof Short>> & Short;

export const aWord = (text: string): Word => ({ word: text, text });

export function aTime(text: string): Time {
  const time = parseTime(text);
  if (!time) throw new Error(`not a time: ${text}`);
  return time;
}

export const aQuantity = (epcClass: string, value?: number, uom?: string): Quantity => ({
  epcClass,
  ...(value === undefined ? {} : { quantity: { value, text: String(value) } }),
  ...(uom === undefined ? {} : { uom }),
});

export const aSource = (type: string, source: string): Source => ({ type: aWord(type), source });
export const aDestination = (type: string, destination: string): Destination => ({ type: aWord(type), destination });

export const anEpc = 'urn:epc:id:sgtin:9521234.012345.1001';
export const aContainer = 'urn:epc:id:sscc:9521234.3000000001';
export const aClass = 'urn:epc:class:lgtin:9521234.012345.LOT1';
const noon = '2025-03-03T12:00:00.000Z';

export const anObjectEvent = (input: EventInput<ObjectEvent> = {}): ObjectEvent => ({
  type: 'ObjectEvent',
  action: 'OBSERVE',
  ...(input.epcList || input.quantityList ? {} : { epcList: [anEpc] }),
  ...lengthen(input),
});

export const anAggregationEvent = (input: EventInput<AggregationEvent> = {}): AggregationEvent => ({
  type: 'AggregationEvent',
  action: 'ADD',
  parentID: aContainer,
  ...(input.childEPCs || input.childQuantityList ? {} : { childEPCs: [anEpc] }),
  ...lengthen(input),
});

export const aTransactionEvent = (input: EventInput<TransactionEvent> = {}): TransactionEvent => ({
  type: 'TransactionEvent',
  action: 'ADD',
  bizTransactionList: [{ type: aWord('po'), bizTransaction: 'urn:epcglobal:cbv:bt:9521234000006:PO-1' }],
  ...(input.epcList || input.quantityList ? {} : { epcList: [anEpc] }),
  ...lengthen(input),
});

export const aTransformationEvent = (input: EventInput<TransformationEvent> = {}): TransformationEvent => ({
  type: 'TransformationEvent',
  ...(input.inputEPCList || input.inputQuantityList || input.transformationID ? {} : { inputEPCList: [anEpc] }),
  ...(input.outputEPCList || input.outputQuantityList || input.transformationID
    ? {}
    : { outputEPCList: ['urn:epc:id:sgtin:9521234.054321.2001'] }),
  ...lengthen(input),
});

export const anAssociationEvent = (input: EventInput<AssociationEvent> = {}): AssociationEvent => ({
  type: 'AssociationEvent',
  action: 'ADD',
  parentID: 'urn:epc:id:grai:9521234.00001.C1',
  ...(input.childEPCs || input.childQuantityList ? {} : { childEPCs: ['urn:epc:id:giai:9521234.SENSOR1'] }),
  ...lengthen(input),
});

export const aVendorEvent = (input: EventInput<VendorEvent> = {}): VendorEvent => ({
  type: 'VendorEvent',
  eventType: { ns: 'https://vendor.example/epcis', name: 'InspectionEvent', prefix: 'v' },
  ...lengthen(input),
});

/** An event as a repository would keep it. Record time: an hour after the event unless given. */
export function stored(event: EpcisEvent, origin: Partial<Origin> = {}): StoredEvent {
  return {
    ...identify(event),
    event,
    origin: {
      captureID: '00000000-0000-4000-8000-000000000001',
      index: 0,
      at: {},
      recordTime: event.eventTime.ms + 3_600_000,
      deliveredBy: 'tester',
      ...origin,
    },
  };
}

/** Every field as the canonical event has it, with time and offset by default. */
function lengthen<I extends Short & { readonly eventTimeZoneOffset?: string }>(input: I) {
  const { eventTime = noon, bizStep, disposition, readPoint, bizLocation, ...rest } = input;
  const time = typeof eventTime === 'string' ? aTime(eventTime) : eventTime;
  return {
    eventTimeZoneOffset: /[+-]\d\d:\d\d$/.exec(time.text)?.[0] ?? '+00:00',
    ...rest,
    eventTime: time,
    ...(bizStep === undefined ? {} : { bizStep: wordOf(bizStep) }),
    ...(disposition === undefined ? {} : { disposition: wordOf(disposition) }),
    ...(readPoint === undefined ? {} : { readPoint: placeOf(readPoint) }),
    ...(bizLocation === undefined ? {} : { bizLocation: placeOf(bizLocation) }),
  };
}

const wordOf = (word: string | Word): Word => (typeof word === 'string' ? aWord(word) : word);
const placeOf = (place: string | Location): Location => (typeof place === 'string' ? { id: place } : place);
