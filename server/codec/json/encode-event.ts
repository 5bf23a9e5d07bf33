/** The members of one event. */
import type {
  BizTransaction,
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
import { addExtensions, type Json, numberOf } from './encode-extensions.ts';
import type { Prefixes } from './prefixes.ts';

/** How identifiers of GS1 keys are written; what has no such form stays as it is. */
export type EpcFormat = 'as-written' | 'urn' | 'digital-link';

type Members = Record<string, Json>;
type Context = { readonly identifier: (text: string) => string; readonly prefixes: Prefixes };

const writers: Readonly<Record<EpcFormat, (text: string) => string>> = {
  'as-written': (text) => text,
  urn: (text) => toEpcUrn(text) ?? text,
  'digital-link': (text) => toDigitalLink(text) ?? text,
};

/** The event as it is, without `@context`. */
export function encodeFields(event: EpcisEvent, epcFormat: EpcFormat, prefixes: Prefixes): Members {
  const context = { identifier: writers[epcFormat], prefixes };
  const members: Members = { type: event.type === 'VendorEvent' ? prefixes.nameOf(event.eventType) : event.type };
  if (event.eventID !== undefined) members['eventID'] = event.eventID;
  members['eventTime'] = event.eventTime.text;
  if (event.recordTime) members['recordTime'] = event.recordTime.text;
  members['eventTimeZoneOffset'] = event.eventTimeZoneOffset;
  if (event.errorDeclaration) members['errorDeclaration'] = declaration(event.errorDeclaration, context);
  const { certificationInfo } = event;
  if (certificationInfo)
    members['certificationInfo'] = (certificationInfo.length === 1 && certificationInfo[0]) || certificationInfo;
  addWhat(members, event, context);
  addWhyAndWhere(members, event, context);
  if ('ilmd' in event && event.ilmd) members['ilmd'] = fields(event.ilmd, context);
  addExtensions(members, event.extensions, prefixes);
  return members;
}

type Lists = {
  readonly [Field in (typeof epcFields)[number]]?: readonly string[];
} & { readonly [Field in (typeof quantityFields)[number]]?: readonly Quantity[] } & {
  readonly action?: string;
  readonly parentID?: string;
  readonly transformationID?: string;
};
const epcFields = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'] as const;
const quantityFields = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'] as const;

function addWhat(members: Members, event: EpcisEvent, { identifier }: Context): void {
  const what = event as Lists; // every type has some of these fields, of these types
  if (what.parentID !== undefined) members['parentID'] = identifier(what.parentID);
  for (const field of epcFields) {
    const list = what[field];
    if (list) members[field] = list.map(identifier);
  }
  for (const field of quantityFields) {
    const list = what[field];
    if (list) members[field] = list.map((item) => quantity(item, identifier));
  }
  if (what.transformationID !== undefined) members['transformationID'] = what.transformationID;
  if (what.action !== undefined) members['action'] = what.action;
}

function addWhyAndWhere(members: Members, event: EpcisEvent, context: Context): void {
  const { bizStep, disposition, persistentDisposition, readPoint, bizLocation } = event;
  if (bizStep) members['bizStep'] = word(bizStep);
  if (disposition) members['disposition'] = word(disposition);
  if (persistentDisposition) members['persistentDisposition'] = persistent(persistentDisposition);
  if (readPoint) members['readPoint'] = place(readPoint, context);
  if (bizLocation) members['bizLocation'] = place(bizLocation, context);
  if (event.bizTransactionList) members['bizTransactionList'] = event.bizTransactionList.map(transaction);
  if (event.sourceList) members['sourceList'] = event.sourceList.map((source) => sourceOf(source, context));
  if (event.destinationList)
    members['destinationList'] = event.destinationList.map((destination) => destinationOf(destination, context));
  if (event.sensorElementList)
    members['sensorElementList'] = event.sensorElementList.map((element) => sensorElement(element, context));
}

/** JSON always has the bare word where the standard has one. */
const word = (value: Word): string => value.word;

const quantity = ({ epcClass, quantity: amount, uom }: Quantity, identifier: Context['identifier']): Members => ({
  epcClass: identifier(epcClass),
  ...(amount && { quantity: numberOf(amount) }),
  ...(uom !== undefined && { uom }),
});

const transaction = ({ type, bizTransaction }: BizTransaction): Members => ({
  ...(type && { type: word(type) }),
  bizTransaction,
});
const sourceOf = ({ type, source }: Source, { identifier }: Context): Members => ({
  type: word(type),
  source: identifier(source),
});
const destinationOf = ({ type, destination }: Destination, { identifier }: Context): Members => ({
  type: word(type),
  destination: identifier(destination),
});

const persistent = ({ set, unset }: PersistentDisposition): Members => ({
  ...(set && { set: set.map(word) }),
  ...(unset && { unset: unset.map(word) }),
});

function fields(extensions: readonly Extension[] | undefined, { prefixes }: Context): Members {
  const members: Members = {};
  addExtensions(members, extensions, prefixes);
  return members;
}

const place = ({ id, extensions }: Location, context: Context): Members => ({
  id: context.identifier(id),
  ...fields(extensions, context),
});

const declaration = (
  { declarationTime, reason, correctiveEventIDs, extensions }: ErrorDeclaration,
  context: Context,
): Members => ({
  declarationTime: declarationTime.text,
  ...(reason && { reason: word(reason) }),
  ...(correctiveEventIDs && { correctiveEventIDs }),
  ...fields(extensions, context),
});

const sensorElement = ({ sensorMetadata, sensorReport, extensions }: SensorElement, context: Context): Members => ({
  ...(sensorMetadata && { sensorMetadata: sensorFields(sensorMetadata, context) }),
  sensorReport: sensorReport.map((report) => sensorFields(report, context)),
  ...fields(extensions, context),
});

/** Times, words and numbers by their shape; everything else of sensor data is text or boolean. */
function sensorFields({ extensions, ...values }: SensorMetadata | SensorReport, context: Context): Members {
  const members: Members = {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'object') members[name] = value;
    else if ('word' in value) members[name] = word(value);
    else members[name] = 'ms' in value ? value.text : numberOf(value);
  }
  return { ...members, ...fields(extensions, context) };
}
