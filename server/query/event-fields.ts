/** Where in the canonical event each queryable field stands. `terms.ts` and `matches.ts` both read events through here. */
import type { EpcisEvent, Extension, Quantity, SensorElement, SensorMetadata, SensorReport } from '../epcis/event.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { Time } from '../epcis/time.ts';
import type { EpcClassField, EpcField, ExtensionArea, SensorPlaceField, TimeField, WordField } from './ast.ts';
import { qualifiedName } from './namespace.ts';

const none: readonly never[] = [];
const one = (value: string | undefined): readonly string[] => (value === undefined ? none : [value]);

/** EPCs of a field, as written. */
export function epcsOf(event: EpcisEvent, field: EpcField): readonly string[] {
  switch (field) {
    case 'epc':
      return childrenOf(event);
    case 'parentID':
      return one('parentID' in event ? event.parentID : undefined);
    case 'inputEPC':
      return ('inputEPCList' in event ? event.inputEPCList : undefined) ?? none;
    case 'outputEPC':
      return ('outputEPCList' in event ? event.outputEPCList : undefined) ?? none;
  }
}

function childrenOf(event: EpcisEvent): readonly string[] {
  if ('epcList' in event) return event.epcList ?? none;
  return ('childEPCs' in event ? event.childEPCs : undefined) ?? none;
}

/** Quantity elements of a field, as written. */
export function quantitiesOf(event: EpcisEvent, field: EpcClassField): readonly Quantity[] {
  switch (field) {
    case 'epcClass':
      if ('quantityList' in event) return event.quantityList ?? none;
      return 'childQuantityList' in event ? (event.childQuantityList ?? none) : none;
    case 'inputEPCClass':
      return event.type === 'TransformationEvent' ? (event.inputQuantityList ?? none) : none;
    case 'outputEPCClass':
      return event.type === 'TransformationEvent' ? (event.outputQuantityList ?? none) : none;
  }
}

export const epcFields = ['epc', 'parentID', 'inputEPC', 'outputEPC'] as const satisfies readonly EpcField[];
export const epcClassFields = ['epcClass', 'inputEPCClass', 'outputEPCClass'] as const satisfies readonly EpcClassField[];

export const allQuantities = (event: EpcisEvent): readonly Quantity[] =>
  epcClassFields.flatMap((field) => quantitiesOf(event, field));

export type TypedEntry = { readonly type: string | undefined; readonly id: string };

/** Business transactions, sources or destinations: type as bare word, identifier as written. */
export function typedOf(event: EpcisEvent, list: 'bizTransaction' | 'source' | 'destination'): readonly TypedEntry[] {
  switch (list) {
    case 'bizTransaction':
      return (event.bizTransactionList ?? none).map((entry) => ({ type: entry.type?.word, id: entry.bizTransaction }));
    case 'source':
      return (event.sourceList ?? none).map((entry) => ({ type: entry.type.word, id: entry.source }));
    case 'destination':
      return (event.destinationList ?? none).map((entry) => ({ type: entry.type.word, id: entry.destination }));
  }
}

/** Fields that are not about sensors. */
type PlainWordField = Exclude<WordField, `sensor${string}`>;
type Plain = { readonly [field in PlainWordField]: (stored: StoredEvent) => readonly string[] };

const plainFields: Plain = {
  eventType: ({ event }) => eventTypesOf(event),
  action: ({ event }) => ('action' in event ? one(event.action) : none),
  bizStep: ({ event }) => one(event.bizStep?.word),
  disposition: ({ event }) => one(event.disposition?.word),
  'persistentDisposition.set': ({ event }) => (event.persistentDisposition?.set ?? none).map((word) => word.word),
  'persistentDisposition.unset': ({ event }) => (event.persistentDisposition?.unset ?? none).map((word) => word.word),
  readPoint: ({ event }) => (event.readPoint === undefined ? none : [identifierKey(event.readPoint.id)]),
  bizLocation: ({ event }) => (event.bizLocation === undefined ? none : [identifierKey(event.bizLocation.id)]),
  transformationID: ({ event }) =>
    event.type === 'TransformationEvent' && event.transformationID !== undefined ? [identifierKey(event.transformationID)] : none,
  eventID: ({ eventID }) => [eventID],
  'errorDeclaration.reason': ({ event }) => one(event.errorDeclaration?.reason?.word),
  'errorDeclaration.correctiveEventID': ({ event }) => event.errorDeclaration?.correctiveEventIDs ?? none,
};

/** The type's name; that of somebody's own type with its namespace. A QuantityEvent of 1.x answers to both its names. */
function eventTypesOf(event: EpcisEvent): readonly string[] {
  if (event.type === 'VendorEvent') return [qualifiedName(event.eventType.ns, event.eventType.name)];
  return event.type === 'ObjectEvent' && event.wasQuantityEvent ? ['ObjectEvent', 'QuantityEvent'] : [event.type];
}

type SensorValues = (part: SensorReport | SensorMetadata) => readonly string[];
type ReportValues = (report: SensorReport) => readonly string[];

const inBothPlaces: Readonly<Record<string, SensorValues>> = {
  deviceID: (part) => keyed(part.deviceID),
  deviceMetadata: (part) => keyed(part.deviceMetadata),
  rawData: (part) => keyed(part.rawData),
  dataProcessingMethod: (part) => keyed(part.dataProcessingMethod),
  bizRules: (part) => keyed(part.bizRules),
};

const inReport: Readonly<Record<string, ReportValues>> = {
  type: (report) => one(report.type?.word),
  microorganism: (report) => keyed(report.microorganism),
  chemicalSubstance: (report) => keyed(report.chemicalSubstance),
  stringValue: (report) => one(report.stringValue),
  hexBinaryValue: (report) => one(report.hexBinaryValue?.toUpperCase()),
  uriValue: (report) => keyed(report.uriValue),
  booleanValue: (report) => one(report.booleanValue?.toString()),
};

const keyed = (text: string | undefined): readonly string[] => (text === undefined ? none : [identifierKey(text)]);

/** Canonical values of a standard field; repeated ones may be there twice. */
export function wordsOf(stored: StoredEvent, field: WordField): readonly string[] {
  if (field in plainFields) return plainFields[field as PlainWordField](stored);
  const elements = stored.event.sensorElementList;
  if (elements === undefined) return none;
  const [place, name = ''] = field.split('.') as [SensorPlace, string];
  const ofReport = inReport[name];
  if (ofReport) return reportsOf(elements).flatMap(ofReport);
  const ofPart = inBothPlaces[name];
  return ofPart ? sensorParts(elements, place).flatMap(ofPart) : none;
}

type SensorPlace = 'sensor' | 'sensorMetadata' | 'sensorReport';

export const sensorWordFields = [
  ...Object.keys(inReport).map((name) => `sensor.${name}`),
  ...Object.keys(inBothPlaces).map((name) => `sensor.${name}`),
] as readonly Exclude<WordField, PlainWordField | SensorPlaceField>[];

export const plainWordFields = Object.keys(plainFields) as readonly PlainWordField[];

export const reportsOf = (elements: readonly SensorElement[]): readonly SensorReport[] =>
  elements.flatMap((element) => element.sensorReport);

function sensorParts(elements: readonly SensorElement[], place: SensorPlace): readonly (SensorReport | SensorMetadata)[] {
  const metadata = elements.flatMap((element) => element.sensorMetadata ?? none);
  if (place === 'sensorMetadata') return metadata;
  return place === 'sensorReport' ? reportsOf(elements) : [...metadata, ...reportsOf(elements)];
}

/** Instants of a field, in milliseconds since 1970. */
export function timesOf(event: EpcisEvent, field: TimeField): readonly number[] {
  if (field === 'errorDeclaration.declarationTime') return instants([event.errorDeclaration?.declarationTime]);
  const elements = event.sensorElementList;
  if (elements === undefined) return none;
  const [place, name] = field.split('.') as [SensorPlace, 'time' | 'startTime' | 'endTime'];
  if (name === 'time') return instants(sensorParts(elements, place).map((part) => part.time));
  return instants(elements.map((element) => element.sensorMetadata?.[name]));
}

const instants = (times: readonly (Time | undefined)[]): readonly number[] =>
  times.filter((time) => time !== undefined).map((time) => time.ms);

/** Visits the fields of somebody's own in each place of an event that has any. */
export function visitAreas(event: EpcisEvent, visit: (fields: readonly Extension[], area: ExtensionArea) => void): void {
  if (event.extensions) visit(event.extensions, 'event');
  if ('ilmd' in event && event.ilmd) visit(event.ilmd, 'ilmd');
  if (event.errorDeclaration?.extensions) visit(event.errorDeclaration.extensions, 'errorDeclaration');
  if (event.readPoint?.extensions) visit(event.readPoint.extensions, 'readPoint');
  if (event.bizLocation?.extensions) visit(event.bizLocation.extensions, 'bizLocation');
  for (const element of event.sensorElementList ?? none) visitSensorAreas(element, visit);
}

function visitSensorAreas(element: SensorElement, visit: (fields: readonly Extension[], area: ExtensionArea) => void): void {
  if (element.extensions) visit(element.extensions, 'sensorElement');
  if (element.sensorMetadata?.extensions) visit(element.sensorMetadata.extensions, 'sensorMetadata');
  for (const report of element.sensorReport) if (report.extensions) visit(report.extensions, 'sensorReport');
}
