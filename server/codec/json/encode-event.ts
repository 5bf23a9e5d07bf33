/** The members of one event. */
import type {
  BizTransaction,
  Decimal,
  Destination,
  EpcisEvent,
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
import { toDigitalLink, toEpcUrn } from '../../epcis/identifier/translate.ts';
import type { VocabularyName } from '../../epcis/vocabulary/cbv.ts';
import { addExtensions, type Members, numberOf } from './encode-extensions.ts';
import { printWord } from './encode-word.ts';
import type { Prefixes } from './prefixes.ts';

export type EventWriting = {
  /** An identifier in the notation asked for. */
  readonly identifier: (text: string) => string;
  readonly prefixes: Prefixes;
  /** Called with what JSON has no place for. */
  readonly lose: (path: string, reason: string) => void;
};

/** The event as it is, without `@context`. */
export function encodeFields(event: EpcisEvent, writing: EventWriting): Members {
  const { prefixes } = writing;
  const members: Members = { type: event.type === 'VendorEvent' ? prefixes.nameOf(event.eventType) : event.type };
  if (event.eventID !== undefined) members['eventID'] = event.eventID;
  members['eventTime'] = event.eventTime.text;
  if (event.recordTime) members['recordTime'] = event.recordTime.text;
  members['eventTimeZoneOffset'] = event.eventTimeZoneOffset;
  if (event.errorDeclaration) members['errorDeclaration'] = declaration(event.errorDeclaration, writing);
  const { certificationInfo } = event;
  if (certificationInfo)
    members['certificationInfo'] = (certificationInfo.length === 1 && certificationInfo[0]) || certificationInfo;
  addWhat(members, event, writing);
  addWhyAndWhere(members, event, writing);
  if ('wasQuantityEvent' in event)
    writing.lose('/type', 'EPCIS 2.0 has no QuantityEvent; it is an ObjectEvent that observes the quantity');
  if (event.sensorElementList) members['sensorElementList'] = event.sensorElementList.map((each) => sensorElement(each, writing));
  if ('ilmd' in event && event.ilmd) members['ilmd'] = fields(event.ilmd, writing);
  addExtensions(members, event.extensions, prefixes, 'top');
  return members;
}

type Lists = { readonly [Field in (typeof epcFields)[number]]?: readonly string[] } & {
  readonly [Field in (typeof quantityFields)[number]]?: readonly Quantity[];
} & {
  readonly action?: string;
  readonly parentID?: string;
  readonly transformationID?: string;
};
const epcFields = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'] as const;
const quantityFields = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'] as const;

function addWhat(members: Members, event: EpcisEvent, writing: EventWriting): void {
  const what = event as Lists; // every type has some of these fields, of these types
  const isDistinct = event.type === 'ObjectEvent' || event.type === 'TransformationEvent';
  if (what.parentID !== undefined) members['parentID'] = writing.identifier(what.parentID);
  for (const field of epcFields) {
    const list = what[field];
    if (list) members[field] = isDistinct ? distinctEpcs(field, list, writing) : list.map(writing.identifier);
  }
  for (const field of quantityFields) {
    const list = what[field];
    if (list) members[field] = list.map((item) => quantity(item, writing));
  }
  if (what.transformationID !== undefined) members['transformationID'] = what.transformationID;
  if (what.action !== undefined) members['action'] = what.action;
}

/**
 * JSON wants each text once in the lists of some events. Where two are the same, or would be in the notation asked for, they are
 * told apart by their notations.
 */
function distinctEpcs(field: string, list: readonly string[], { identifier, lose }: EventWriting): readonly string[] {
  const written = list.map(identifier);
  if (new Set(written).size === written.length) return written;
  const counts = new Map<string, number>();
  for (const text of written) counts.set(text, (counts.get(text) ?? 0) + 1);
  const distinct = new Set<string>();
  for (const [i, text] of list.entries()) {
    const wanted = written[i] ?? text;
    const notations = counts.get(wanted) === 1 ? [wanted] : [text, wanted, toDigitalLink(text) ?? text, toEpcUrn(text) ?? text];
    const free = notations.find((each) => !distinct.has(each));
    if (free === undefined) lose(`/${field}/${i}`, 'JSON has every EPC of a list once');
    else distinct.add(free);
  }
  return [...distinct];
}

function addWhyAndWhere(members: Members, event: EpcisEvent, writing: EventWriting): void {
  const { bizStep, disposition, persistentDisposition, readPoint, bizLocation } = event;
  if (bizStep) members['bizStep'] = word('bizStep', bizStep, writing);
  if (disposition) members['disposition'] = word('disposition', disposition, writing);
  if (persistentDisposition) members[persistentNameOn(event)] = persistent(persistentDisposition, writing);
  if (readPoint) members['readPoint'] = place(readPoint, writing);
  if (bizLocation) members['bizLocation'] = place(bizLocation, writing);
  if (event.bizTransactionList)
    members['bizTransactionList'] = event.bizTransactionList.map((each) => transaction(each, writing));
  if (event.sourceList) members['sourceList'] = event.sourceList.map((each) => sourceOf(each, writing));
  if (event.destinationList) members['destinationList'] = event.destinationList.map((each) => destinationOf(each, writing));
}

/** GS1's JSON Schema knows it on three types of event, its XSD on all: by its full name it may stand anywhere. */
const persistentNameOn = ({ type }: EpcisEvent): string =>
  type === 'AggregationEvent' || type === 'AssociationEvent' || type === 'TransactionEvent'
    ? 'epcis:persistentDisposition'
    : 'persistentDisposition';

const word = (vocabulary: VocabularyName, value: Word, { prefixes }: EventWriting): string =>
  printWord(vocabulary, value, prefixes);

const quantity = ({ epcClass, quantity: amount, uom }: Quantity, { identifier }: EventWriting): Members => ({
  epcClass: identifier(epcClass),
  ...(amount && { quantity: numberOf(amount) }),
  ...(uom !== undefined && { uom }),
});

const transaction = ({ type, bizTransaction }: BizTransaction, writing: EventWriting): Members => ({
  ...(type && { type: word('bizTransactionType', type, writing) }),
  bizTransaction,
});
const sourceOf = ({ type, source }: Source, writing: EventWriting): Members => ({
  type: word('sourceDestinationType', type, writing),
  source: writing.identifier(source),
});
const destinationOf = ({ type, destination }: Destination, writing: EventWriting): Members => ({
  type: word('sourceDestinationType', type, writing),
  destination: writing.identifier(destination),
});

const persistent = ({ set, unset }: PersistentDisposition, writing: EventWriting): Members => ({
  ...(set && { set: set.map((each) => word('disposition', each, writing)) }),
  ...(unset && { unset: unset.map((each) => word('disposition', each, writing)) }),
});

function fields(extensions: readonly Extension[] | undefined, { prefixes }: EventWriting): Members {
  const members: Members = {};
  addExtensions(members, extensions, prefixes, 'top');
  return members;
}

const place = ({ id, extensions }: Location, writing: EventWriting): Members => ({
  id: writing.identifier(id),
  ...fields(extensions, writing),
});

const declaration = (
  { declarationTime, reason, correctiveEventIDs, extensions }: ErrorDeclaration,
  writing: EventWriting,
): Members => ({
  declarationTime: declarationTime.text,
  ...(reason && { reason: word('errorReason', reason, writing) }),
  ...(correctiveEventIDs && { correctiveEventIDs }),
  ...fields(extensions, writing),
});

const sensorElement = ({ sensorMetadata, sensorReport, extensions }: SensorElement, writing: EventWriting): Members => ({
  ...(sensorMetadata && { sensorMetadata: sensorFields(sensorMetadata, writing) }),
  sensorReport: sensorReport.map((report) => sensorFields(report, writing)),
  ...fields(extensions, writing),
});

const sensorWords: Readonly<Record<string, VocabularyName>> = {
  type: 'measurementType',
  exception: 'sensorAlert',
  component: 'component',
};

/** Times, words and numbers by their shape; everything else of sensor data is text or boolean. */
function sensorFields({ extensions, ...values }: SensorMetadata | SensorReport, writing: EventWriting): Members {
  const members: Members = {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'object') members[name] = value;
    else if ('word' in value) members[name] = word(sensorWords[name] ?? 'measurementType', value, writing);
    else if ('ms' in value) members[name] = value.text;
    else addNumber(members, name, value, writing);
  }
  return { ...members, ...fields(extensions, writing) };
}

/** XML has INF and NaN, JSON has not. */
function addNumber(members: Members, name: string, value: Decimal, { lose }: EventWriting): void {
  if (Number.isFinite(value.value)) members[name] = numberOf(value);
  else lose(`/${name}`, `JSON has no number ${value.text}`);
}
