/**
 * Every member of an EPCIS 2.0 event in JSON, in one table: name, how it is read, where it may stand, where it must.
 * The canonical event has the same names.
 *
 * @source EPCIS 2.0 sections 7.3, 7.4 and 10; GS1's JSON Schema for what it refuses
 */
import type {
  BizTransaction,
  Destination,
  ErrorDeclaration,
  Extension,
  Location,
  PersistentDisposition,
  Quantity,
  SensorElement,
  SensorMetadata,
  SensorReport,
  Source,
  Word,
} from '../../epcis/event.ts';
import { membersOf, readFieldsOnly } from './extension.ts';
import {
  action,
  boolean,
  decimal,
  distinctUris,
  hexBinary,
  listOf,
  type Reader,
  text,
  time,
  unitCode,
  uri,
  uriOrUris,
  uris,
  word,
  wrongKind,
  zoneOffset,
} from './readers.ts';
import { wrong } from './reading.ts';
import { type Field, isObject, laxObjectOf, objectOf, type Shape, shapeOf } from './shape.ts';

const field = (name: string, read: Reader<unknown>, required?: Field['required']): Field => ({
  name,
  read,
  ...(required && { required }),
});

const quantityElement = shapeOf(
  'quantityElement',
  [field('epcClass', uri, 'always'), field('quantity', decimal), field('uom', unitCode)],
  'closed',
);
const bizTransaction = shapeOf(
  'bizTransaction',
  [field('type', word('bizTransactionType')), field('bizTransaction', uri, 'always')],
  'closed',
);
const source = shapeOf(
  'source',
  [field('type', word('sourceDestinationType'), 'always'), field('source', uri, 'always')],
  'closed',
);
const destination = shapeOf(
  'destination',
  [field('type', word('sourceDestinationType'), 'always'), field('destination', uri, 'always')],
  'closed',
);

/** Some write the identifier itself in the place of the object. */
function place(what: string): Reader<Location> {
  const read = laxObjectOf<Location>(what, [field('id', uri, 'always')]);
  return (reading, raw) => {
    if (typeof raw !== 'string') return read(reading, raw);
    wrong(reading, {
      id: 'place-no-object',
      layer: 'schema',
      message: `${what} is a string`,
      hint: `Write {"id": ${JSON.stringify(raw)}}.`,
    });
    return { id: uri(reading, raw) ?? raw };
  };
}

/** At least one word, each once. */
const words: Reader<readonly Word[]> = (reading, raw) => {
  const list = listOf(word('disposition'), 'dispositions')(reading, raw);
  if (!list) return undefined;
  if (list.length === 0) wrong(reading, { id: 'list-empty', layer: 'schema', message: 'this list must not be empty' });
  for (const [index, { text: written }] of list.entries()) {
    if (list.findIndex((other) => other.text === written) < index) {
      wrong(reading, {
        id: 'list-entry-repeated',
        layer: 'schema',
        message: `"${written}" stands in this list already`,
        at: [index],
      });
    }
  }
  return list;
};

const readPersistentDisposition = objectOf<PersistentDisposition>(
  shapeOf('persistentDisposition', [field('set', words), field('unset', words)], 'closed'),
);
const persistentDisposition: Reader<PersistentDisposition> = (reading, raw) => {
  const read = readPersistentDisposition(reading, raw);
  if (read && isObject(raw) && !('set' in raw) && !('unset' in raw)) {
    wrong(reading, { id: 'field-missing', layer: 'schema', message: 'persistentDisposition has neither set nor unset' });
  }
  return read;
};

const errorDeclaration = shapeOf(
  'errorDeclaration',
  [
    field('declarationTime', time, 'always'),
    field('reason', word('errorReason')),
    field('correctiveEventIDs', listOf(uri, 'event IDs')),
  ],
  'open',
);

const sensorMetadata = shapeOf(
  'sensorMetadata',
  [
    ...['time', 'startTime', 'endTime'].map((name) => field(name, time)),
    ...['deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod', 'bizRules'].map((name) => field(name, uri)),
  ],
  'open',
);

const sensorReport = shapeOf(
  'sensorReport',
  [
    field('type', word('measurementType'), 'by-schema'),
    field('exception', word('sensorAlert')),
    ...['deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod', 'bizRules'].map((name) => field(name, uri)),
    ...['microorganism', 'chemicalSubstance', 'uriValue', 'coordinateReferenceSystem'].map((name) => field(name, uri)),
    field('time', time),
    ...['value', 'minValue', 'maxValue', 'meanValue', 'sDev', 'percRank', 'percValue'].map((name) => field(name, decimal)),
    field('component', word('component')),
    field('stringValue', text),
    field('booleanValue', boolean),
    field('hexBinaryValue', hexBinary),
    field('uom', text),
  ],
  'open',
);

const readReports = listOf(objectOf<SensorReport>(sensorReport), 'sensorReports');
const reports: Reader<readonly SensorReport[]> = (reading, raw) => {
  const list = readReports(reading, raw);
  if (list?.length === 0)
    wrong(reading, { id: 'list-empty', layer: 'schema', message: 'a sensorElement has at least one sensorReport' });
  return list;
};

const sensorElement = shapeOf(
  'sensorElement',
  [field('sensorMetadata', objectOf<SensorMetadata>(sensorMetadata)), field('sensorReport', reports, 'by-schema')],
  'open',
);
const readSensorElement = objectOf<Partial<SensorElement>>(sensorElement);
const sensorElements = listOf<SensorElement>((reading, raw) => {
  const read = readSensorElement(reading, raw);
  return read && { ...read, sensorReport: read.sensorReport ?? [] };
}, 'sensorElements');

const ilmd: Reader<readonly Extension[]> = (reading, raw) =>
  isObject(raw) ? readFieldsOnly(reading, raw) : wrongKind(reading, raw, 'an object (ilmd)');

const quantities = listOf(objectOf<Quantity>(quantityElement), 'quantityElements');

const O = 'ObjectEvent';
const A = 'AggregationEvent';
const T = 'TransactionEvent';
const F = 'TransformationEvent';
const S = 'AssociationEvent';
const V = 'VendorEvent';
export type ShapedEvent = typeof O | typeof A | typeof T | typeof F | typeof S | typeof V;
const all: readonly ShapedEvent[] = [O, A, T, F, S, V];

type Row = {
  readonly name: string;
  readonly read: Reader<unknown>;
  /** Where it may stand. */
  readonly on: readonly ShapedEvent[];
  /** Where it must stand; `always`: without it there is no event. */
  readonly required?: { readonly on: readonly ShapedEvent[]; readonly degree: 'always' | 'by-schema' };
};

const always = (on: readonly ShapedEvent[]): Row['required'] => ({ on, degree: 'always' });
const bySchema = (on: readonly ShapedEvent[]): Row['required'] => ({ on, degree: 'by-schema' });

const row = (name: string, read: Reader<unknown>, on: readonly ShapedEvent[], required?: Row['required']): Row => ({
  name,
  read,
  on,
  ...(required && { required }),
});

/** These are read before the other members, see `event.ts`. */
const eventType: Reader<unknown> = (_reading, raw) => raw;
const context: Reader<undefined> = (reading, raw) => {
  reading.members += membersOf(raw);
  return undefined;
};

const rows: readonly Row[] = [
  row('@context', context, all),
  row('type', eventType, all),
  row('eventTime', time, all, always(all)),
  row('eventTimeZoneOffset', zoneOffset, all, bySchema(all)),
  row('recordTime', time, all),
  row('eventID', uri, all),
  row('certificationInfo', uriOrUris, all),
  row('errorDeclaration', objectOf<ErrorDeclaration>(errorDeclaration), all),
  row('action', action, [O, A, T, S, V], always([O, A, T, S])),
  row('parentID', uri, [A, T, S], bySchema([S])),
  row('transformationID', uri, [F]),
  row('epcList', distinctUris, [O]),
  row('epcList', uris, [T]),
  row('childEPCs', uris, [A, S]),
  row('inputEPCList', distinctUris, [F]),
  row('outputEPCList', distinctUris, [F]),
  row('quantityList', quantities, [O, T]),
  row('childQuantityList', quantities, [A, S]),
  row('inputQuantityList', quantities, [F]),
  row('outputQuantityList', quantities, [F]),
  row('bizStep', word('bizStep'), all),
  row('disposition', word('disposition'), all),
  row('persistentDisposition', persistentDisposition, all),
  row('readPoint', place('readPoint'), all),
  row('bizLocation', place('bizLocation'), all),
  row('bizTransactionList', listOf(objectOf<BizTransaction>(bizTransaction), 'bizTransactions'), all, bySchema([T])),
  row('sourceList', listOf(objectOf<Source>(source), 'sources'), all),
  row('destinationList', listOf(objectOf<Destination>(destination), 'destinations'), all),
  row('sensorElementList', sensorElements, all),
  row('ilmd', ilmd, [O, F]),
];

/** Members of any standard event, by name: the event types on which each may stand. */
export const eventMembers: ReadonlyMap<string, readonly ShapedEvent[]> = new Map(
  rows.map(({ name }) => [name, rows.filter((other) => other.name === name).flatMap(({ on }) => on)]),
);

const shapeFor = (type: ShapedEvent): Shape =>
  shapeOf(
    type,
    rows
      .filter(({ on }) => on.includes(type))
      .map(({ name, read, required }) => field(name, read, required?.on.includes(type) ? required.degree : undefined)),
    'open',
  );

export const eventShapes: Readonly<Record<ShapedEvent, Shape>> = {
  ObjectEvent: shapeFor(O),
  AggregationEvent: shapeFor(A),
  TransactionEvent: shapeFor(T),
  TransformationEvent: shapeFor(F),
  AssociationEvent: shapeFor(S),
  VendorEvent: shapeFor(V),
};
