/**
 * SimpleEventQuery, parsed once. `matches.ts` says what it means; `plan.ts` compiles it for a store.
 *
 * All predicates hold together (AND); the values of one predicate are alternatives (OR). Values are canonical already:
 * identifiers as keys (`epcis/identifier/key.ts`), CBV values as bare words, times in milliseconds.
 *
 * @source EPCIS 2.0 section 8.2.7.1
 */

import type { Pattern } from '../epcis/identifier/pattern.ts';

export type Comparison = 'EQ' | 'GT' | 'GE' | 'LT' | 'LE';

/** Fields that hold EPCs (instance level). */
export type EpcField = 'epc' | 'parentID' | 'inputEPC' | 'outputEPC';

/** Fields that hold EPC classes. */
export type EpcClassField = 'epcClass' | 'inputEPCClass' | 'outputEPCClass';

/** What a MATCH_ value asks for: one identifier, or every one a pure-identity pattern covers. */
export type EpcMatcher =
  | { readonly kind: 'key'; readonly key: string }
  /** `urn:epc:idpat:SCHEME:…`: components after the scheme, `*` for any (`epcis/identifier/pattern.ts`). */
  | ({ readonly kind: 'pattern' } & Pattern);

/** Where a user extension stands. */
export type ExtensionArea =
  | 'event'
  | 'ilmd'
  | 'errorDeclaration'
  | 'readPoint'
  | 'bizLocation'
  | 'sensorElement'
  | 'sensorMetadata'
  | 'sensorReport';

export type ExtensionField = {
  readonly area: ExtensionArea;
  readonly ns: string;
  readonly name: string;
  /** `top`: directly in its area. `inner`: at any depth below a top field, not the top field itself. */
  readonly depth: 'top' | 'inner';
};

/** Standard fields compared by equality, named by path in the canonical event. */
export type WordField =
  | 'eventType'
  | 'action'
  | 'bizStep'
  | 'disposition'
  | 'persistentDisposition.set'
  | 'persistentDisposition.unset'
  | 'readPoint'
  | 'bizLocation'
  | 'transformationID'
  | 'eventID'
  | 'errorDeclaration.reason'
  | 'errorDeclaration.correctiveEventID'
  | 'sensor.type'
  | 'sensor.deviceID'
  | 'sensor.deviceMetadata'
  | 'sensor.rawData'
  | 'sensor.dataProcessingMethod'
  | 'sensor.microorganism'
  | 'sensor.chemicalSubstance'
  | 'sensor.bizRules'
  | 'sensor.stringValue'
  | 'sensor.hexBinaryValue'
  | 'sensor.uriValue'
  | 'sensor.booleanValue'
  | SensorPlaceField;

/** The same attribute asked for in one of its two places only. */
export type SensorPlaceField =
  `${'sensorMetadata' | 'sensorReport'}.${'deviceID' | 'deviceMetadata' | 'rawData' | 'dataProcessingMethod' | 'bizRules'}`;

/** Standard fields that are times and not the event's own. */
export type TimeField =
  | 'errorDeclaration.declarationTime'
  | 'sensor.time'
  | 'sensor.startTime'
  | 'sensor.endTime'
  | 'sensorMetadata.time'
  | 'sensorReport.time';

/** Numbers of a sensor report. */
export type SensorNumber = 'value' | 'minValue' | 'maxValue' | 'meanValue' | 'sDev' | 'percRank' | 'percValue';

/** Fields whose values may have master data: standard ones, or an extension at the top of the event. */
export type MasterDataField =
  | 'readPoint'
  | 'bizLocation'
  | 'bizStep'
  | 'disposition'
  | 'epcClass'
  | 'source'
  | 'destination'
  | ExtensionField;

export type Predicate = {
  /** The parameter it came from, for messages and for printing the query again. */
  readonly parameter: string;
} & (
  | { readonly kind: 'eventTime' | 'recordTime'; readonly op: 'GE' | 'LT'; readonly ms: number }
  | { readonly kind: 'word'; readonly field: WordField; readonly anyOf: readonly string[] }
  | { readonly kind: 'epc'; readonly fields: readonly EpcField[]; readonly anyOf: readonly EpcMatcher[] }
  | { readonly kind: 'epcClass'; readonly fields: readonly EpcClassField[]; readonly anyOf: readonly EpcMatcher[] }
  /** An entry of the list has this type and one of these identifiers. */
  | {
      readonly kind: 'typed';
      readonly list: 'bizTransaction' | 'source' | 'destination';
      readonly type: string;
      readonly anyOf: readonly string[];
    }
  /** A source or destination of whatever type is one of these. */
  | { readonly kind: 'party'; readonly list: 'source' | 'destination'; readonly anyOf: readonly string[] }
  | { readonly kind: 'exists'; readonly what: 'errorDeclaration' | 'sensorElementList' }
  | { readonly kind: 'time'; readonly field: TimeField; readonly op: Comparison; readonly ms: number }
  /** `uom` absent: the number as it stands, whatever its unit. */
  | { readonly kind: 'quantity'; readonly op: Comparison; readonly anyOf: readonly number[]; readonly uom?: string }
  | {
      readonly kind: 'sensorNumber';
      readonly field: SensorNumber;
      readonly op: Comparison;
      readonly anyOf: readonly number[];
      readonly uom?: string;
    }
  | { readonly kind: 'extensionExists'; readonly field: ExtensionField }
  /** Equality with any of the texts; numbers and times compare by value where both sides are such. */
  | { readonly kind: 'extensionEquals'; readonly field: ExtensionField; readonly anyOf: readonly string[] }
  | {
      readonly kind: 'extensionCompares';
      readonly field: ExtensionField;
      readonly op: Comparison;
      readonly value: number;
      readonly as: 'number' | 'time';
    }
  | MasterDataPredicate
);

/**
 * Questions that only master data can answer. A use case turns them into `word`, `epcClass`, `party` or `extensionEquals`
 * predicates (`master-data.ts`) before a store or `matches` sees the query.
 */
export type MasterDataPredicate =
  /** The location is one of these or below one of them. */
  | { readonly kind: 'within'; readonly field: 'readPoint' | 'bizLocation'; readonly anyOf: readonly string[] }
  /** The field's value has master data with any of these attributes. */
  | { readonly kind: 'hasAttribute'; readonly field: MasterDataField; readonly names: readonly string[] }
  /** The field's value has master data where this attribute is one of these texts. */
  | {
      readonly kind: 'attributeEquals';
      readonly field: MasterDataField;
      readonly name: string;
      readonly anyOf: readonly string[];
    };

export type EventOrder = {
  readonly by: 'eventTime' | 'recordTime' | ExtensionField;
  readonly direction: 'ASC' | 'DESC';
};

export type EventQuery = {
  readonly where: readonly Predicate[];
  /** Absent: the repository's own order (as recorded), the same on every page. */
  readonly order?: EventOrder;
  /** The first so many in the given order, over all pages. */
  readonly eventCountLimit?: number;
  /** More hits than this are a `query-too-large` problem. */
  readonly maxEventCount?: number;
};

export const everything: EventQuery = { where: [] };
