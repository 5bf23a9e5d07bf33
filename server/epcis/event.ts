/**
 * The canonical event: one member per event type of EPCIS 2.0, whatever syntax and version it arrived in.
 *
 * Where two notations mean one thing, the canonical value and the text the partner wrote stand side by side
 * (`Word`, `Time`, `Decimal`). EPCs and other identifiers are kept as written; `identifier/key.ts` gives the one form
 * that they are compared and indexed by. All of it is plain JSON data and is stored as such.
 *
 * @source EPCIS 2.0 sections 7.3 and 7.4; CBV 2.0
 */
import type { Time } from './time.ts';

/** A value of a CBV vocabulary, or a private one. */
export type Word = {
  /** Bare word (`shipping`) where the standard has it, in whatever notation it came; else the full URI. */
  readonly word: string;
  /** As written: bare word, URN, Web URI, CURIE. */
  readonly text: string;
};

/** A number with the text it was written in. */
export type Decimal = {
  readonly value: number;
  readonly text: string;
};

/**
 * A field of somebody's own, in order of appearance. XML: an element (or attribute) of a foreign namespace; JSON: a
 * member with a CURIE or URI as its name.
 */
export type Extension = {
  /** Namespace URI exactly as declared; '' for un-namespaced parts below a namespaced one. */
  readonly ns: string;
  /** Local name; `#text` for the text pieces of mixed content. */
  readonly name: string;
  /** Prefix it was written with, '' for a default namespace or a full URI. For output only. */
  readonly prefix: string;
  readonly value: ExtensionValue;
  /** Attributes of an XML element; their values are strings. */
  readonly attributes?: readonly Extension[];
  /** JSON: a member of an array. Repeated neighbours with one name are the array; this marks arrays of one, too. */
  readonly list?: true;
};

/** Text, a typed JSON scalar, or nested fields. A JSON number is a Decimal (no digits lost); XML text is a string. */
export type ExtensionValue = string | boolean | null | Decimal | readonly Extension[];

export type Action = 'ADD' | 'OBSERVE' | 'DELETE';

export type Quantity = {
  readonly epcClass: string;
  readonly quantity?: Decimal;
  /** UN/CEFACT Recommendation 20 code; absent: a count of instances. */
  readonly uom?: string;
};

/** readPoint and bizLocation. */
export type Location = {
  readonly id: string;
  readonly extensions?: readonly Extension[];
};

export type BizTransaction = { readonly type?: Word; readonly bizTransaction: string };
export type Source = { readonly type: Word; readonly source: string };
export type Destination = { readonly type: Word; readonly destination: string };

export type PersistentDisposition = {
  readonly set?: readonly Word[];
  readonly unset?: readonly Word[];
};

export type ErrorDeclaration = {
  readonly declarationTime: Time;
  readonly reason?: Word;
  readonly correctiveEventIDs?: readonly string[];
  readonly extensions?: readonly Extension[];
};

export type SensorMetadata = {
  readonly time?: Time;
  readonly startTime?: Time;
  readonly endTime?: Time;
  readonly deviceID?: string;
  readonly deviceMetadata?: string;
  readonly rawData?: string;
  readonly dataProcessingMethod?: string;
  readonly bizRules?: string;
  readonly extensions?: readonly Extension[];
};

export type SensorReport = {
  /** Measurement type: `Temperature`, or a URI. */
  readonly type?: Word;
  readonly exception?: Word;
  readonly deviceID?: string;
  readonly deviceMetadata?: string;
  readonly rawData?: string;
  readonly dataProcessingMethod?: string;
  readonly bizRules?: string;
  readonly time?: Time;
  readonly microorganism?: string;
  readonly chemicalSubstance?: string;
  readonly value?: Decimal;
  readonly component?: Word;
  readonly stringValue?: string;
  readonly booleanValue?: boolean;
  readonly hexBinaryValue?: string;
  readonly uriValue?: string;
  readonly minValue?: Decimal;
  readonly maxValue?: Decimal;
  readonly meanValue?: Decimal;
  readonly sDev?: Decimal;
  readonly percRank?: Decimal;
  readonly percValue?: Decimal;
  readonly uom?: string;
  readonly coordinateReferenceSystem?: string;
  readonly extensions?: readonly Extension[];
};

export type SensorElement = {
  readonly sensorMetadata?: SensorMetadata;
  readonly sensorReport: readonly SensorReport[];
  readonly extensions?: readonly Extension[];
};

/** What every event may have. */
type EventBase = {
  readonly eventTime: Time;
  /** `±hh:mm`, the local offset at the place of the event, as written. */
  readonly eventTimeZoneOffset: string;
  /** recordTime as the sender wrote it. It means nothing here: the hub's own is in `Origin`. */
  readonly recordTime?: Time;
  /** As the sender gave it. The identity the hub uses when it is absent is in `StoredEvent`. */
  readonly eventID?: string;
  readonly errorDeclaration?: ErrorDeclaration;
  readonly certificationInfo?: readonly string[];
  readonly bizStep?: Word;
  readonly disposition?: Word;
  readonly persistentDisposition?: PersistentDisposition;
  readonly readPoint?: Location;
  readonly bizLocation?: Location;
  readonly bizTransactionList?: readonly BizTransaction[];
  readonly sourceList?: readonly Source[];
  readonly destinationList?: readonly Destination[];
  readonly sensorElementList?: readonly SensorElement[];
  /** Fields of somebody's own at the level of the event. */
  readonly extensions?: readonly Extension[];
  /** Prefixes bound by the event's own `@context` (JSON), prefix to namespace. */
  readonly context?: Readonly<Record<string, string>>;
};

export type ObjectEvent = EventBase & {
  readonly type: 'ObjectEvent';
  readonly action: Action;
  readonly epcList?: readonly string[];
  readonly quantityList?: readonly Quantity[];
  readonly ilmd?: readonly Extension[];
  /** It was a QuantityEvent of EPCIS 1.x: read as an observation of a quantity. */
  readonly wasQuantityEvent?: true;
};

export type AggregationEvent = EventBase & {
  readonly type: 'AggregationEvent';
  readonly action: Action;
  readonly parentID?: string;
  readonly childEPCs?: readonly string[];
  readonly childQuantityList?: readonly Quantity[];
};

export type TransactionEvent = EventBase & {
  readonly type: 'TransactionEvent';
  readonly action: Action;
  readonly parentID?: string;
  readonly epcList?: readonly string[];
  readonly quantityList?: readonly Quantity[];
};

export type TransformationEvent = EventBase & {
  readonly type: 'TransformationEvent';
  readonly transformationID?: string;
  readonly inputEPCList?: readonly string[];
  readonly inputQuantityList?: readonly Quantity[];
  readonly outputEPCList?: readonly string[];
  readonly outputQuantityList?: readonly Quantity[];
  readonly ilmd?: readonly Extension[];
};

export type AssociationEvent = EventBase & {
  readonly type: 'AssociationEvent';
  readonly action: Action;
  readonly parentID?: string;
  readonly childEPCs?: readonly string[];
  readonly childQuantityList?: readonly Quantity[];
};

/** An event type of somebody's own; its fields beyond those every event has are extensions. */
export type VendorEvent = EventBase & {
  readonly type: 'VendorEvent';
  readonly eventType: { readonly ns: string; readonly name: string; readonly prefix: string };
  readonly action?: Action;
};

export type EpcisEvent = ObjectEvent | AggregationEvent | TransactionEvent | TransformationEvent | AssociationEvent | VendorEvent;

/** The five standard event types. */
export const eventTypes = [
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
] as const;
