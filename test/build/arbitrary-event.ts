/**
 * Generated events: every type, every standard field, extensions in every area, identifiers and words in every notation.
 *
 * Made of the few values of `arbitrary-pools.ts`, so that generated queries (`arbitrary-query.ts`) hit them. An event is
 * valid as far as stores and queries go; it need not make sense as a business.
 */
import fc from 'fast-check';
import type {
  EpcisEvent,
  ErrorDeclaration,
  Extension,
  ExtensionValue,
  Quantity,
  SensorElement,
  SensorMetadata,
  SensorReport,
  Word,
} from '../../server/epcis/event.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import { readWord, type VocabularyName } from '../../server/epcis/vocabulary/cbv.ts';
import {
  anInstant,
  classes,
  documents,
  eventIDs,
  fieldNames,
  instances,
  instants,
  namespaces,
  numbers,
  parties,
  places,
  spelled,
  texts,
  units,
  uris,
  words,
} from './arbitrary-pools.ts';
import { aTime, stored } from './event.ts';
import { wordNotations } from './notations.ts';

/** Every member is there now and then; one that is not is absent, not undefined. */
const some = <T extends object>(
  model: { readonly [K in keyof T]-?: fc.Arbitrary<Exclude<T[K], undefined>> },
): fc.Arbitrary<Partial<T>> => fc.record(model, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Partial<T>>;

const few = <T>(value: fc.Arbitrary<T>, minLength = 1): fc.Arbitrary<T[]> => fc.array(value, { minLength, maxLength: 3 });

const aWordOf = (vocabulary: VocabularyName & keyof typeof words): fc.Arbitrary<Word> =>
  fc.constantFrom(
    ...words[vocabulary].flatMap((word) => wordNotations(vocabulary, word).map((text) => readWord(vocabulary, text))),
  );

const aMoment = anInstant.map(aTime);
const aDecimal = fc.constantFrom(...numbers).map((value) => ({ value, text: String(value) }));
const anEpc = spelled(instances);
const aUri = spelled(uris);

const aQuantity: fc.Arbitrary<Quantity> = fc.oneof(
  fc.record({ epcClass: spelled(classes) }, { noNullPrototype: true }),
  fc.record({ epcClass: spelled(classes), quantity: aDecimal }, { noNullPrototype: true }),
  fc.record({ epcClass: spelled(classes), quantity: aDecimal, uom: fc.constantFrom(...units) }, { noNullPrototype: true }),
);

const aName = fc.record(
  {
    ns: fc.constantFrom(...Object.values(namespaces), 'urn:epcglobal:cbv:mda', 'http://ns.lab.example/x#'),
    name: fc.constantFrom(...fieldNames),
    prefix: fc.constant('p'),
  },
  { noNullPrototype: true },
);

const aScalar: fc.Arbitrary<ExtensionValue> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<string>(...texts) },
  { weight: 2, arbitrary: aDecimal },
  { weight: 1, arbitrary: fc.constantFrom<ExtensionValue>(true, false, null, '') },
  { weight: 1, arbitrary: anInstant },
);

/** Fields of somebody's own: scalars, lists, attributes, nested fields, mixed content. */
export const extensions: fc.Arbitrary<readonly Extension[]> = fc.letrec<{ fields: Extension[] }>((tie) => ({
  fields: fc.array(
    fc
      .tuple(
        aName,
        fc.oneof({ depthSize: 'small', withCrossShrink: true }, aScalar, tie('fields')),
        fc.option(fc.constant([{ ns: '', name: 'unit', prefix: '', value: 'kg' }] as const), { nil: undefined, freq: 8 }),
        fc.boolean(),
      )
      .map(
        ([name, value, attributes, isList]): Extension => ({
          ...name,
          value,
          ...(attributes ? { attributes } : {}),
          ...(isList ? { list: true as const } : {}),
        }),
      ),
    { minLength: 1, maxLength: 3, depthIdentifier: 'extension' },
  ),
})).fields;

const aPlace = fc.record({ id: spelled(places), extensions }, { requiredKeys: ['id'], noNullPrototype: true });

const aDeclaration: fc.Arbitrary<ErrorDeclaration> = fc.record(
  { declarationTime: aMoment, reason: aWordOf('errorReason'), correctiveEventIDs: few(fc.constantFrom(...eventIDs)), extensions },
  { requiredKeys: ['declarationTime'], noNullPrototype: true },
);

const inBothPlaces = {
  time: aMoment,
  deviceID: aUri,
  deviceMetadata: aUri,
  rawData: aUri,
  dataProcessingMethod: aUri,
  bizRules: aUri,
  extensions,
};

const aSensorElement: fc.Arbitrary<SensorElement> = fc
  .tuple(
    some<SensorMetadata>({ ...inBothPlaces, startTime: aMoment, endTime: aMoment }),
    few(
      some<SensorReport>({
        ...inBothPlaces,
        type: aWordOf('measurementType'),
        exception: fc.constant({ word: 'ALARM_CONDITION', text: 'ALARM_CONDITION' }),
        microorganism: aUri,
        chemicalSubstance: aUri,
        value: aDecimal,
        component: fc.constant({ word: 'x', text: 'x' }),
        stringValue: fc.constantFrom(...texts),
        booleanValue: fc.boolean(),
        hexBinaryValue: fc.constantFrom('F0', 'f0', '0A'),
        uriValue: aUri,
        minValue: aDecimal,
        maxValue: aDecimal,
        meanValue: aDecimal,
        sDev: aDecimal,
        percRank: aDecimal,
        percValue: aDecimal,
        uom: fc.constantFrom(...units),
        coordinateReferenceSystem: aUri,
      }),
    ),
    fc.option(extensions, { nil: undefined }),
  )
  .map(([sensorMetadata, sensorReport, own]) => ({ sensorMetadata, sensorReport, ...(own ? { extensions: own } : {}) }));

const aTyped = <N extends 'source' | 'destination'>(name: N) =>
  fc
    .tuple(aWordOf('sourceDestinationType'), spelled([...parties, ...places]))
    .map(([type, id]) => ({ type, [name]: id }) as { type: Word } & { [K in N]: string });

const aTransaction = fc.record(
  { type: aWordOf('bizTransactionType'), bizTransaction: spelled(documents) },
  { requiredKeys: ['bizTransaction'], noNullPrototype: true },
);

const common = {
  recordTime: aMoment,
  eventID: fc.constantFrom(...eventIDs),
  errorDeclaration: aDeclaration,
  certificationInfo: few(aUri),
  bizStep: aWordOf('bizStep'),
  disposition: aWordOf('disposition'),
  persistentDisposition: fc.record(
    { set: few(aWordOf('disposition')), unset: few(aWordOf('disposition')) },
    { requiredKeys: [], noNullPrototype: true },
  ),
  readPoint: aPlace,
  bizLocation: aPlace,
  bizTransactionList: few(aTransaction),
  sourceList: few(aTyped('source')),
  destinationList: few(aTyped('destination')),
  sensorElementList: few(aSensorElement, 0),
  extensions,
};

const anAction = fc.constantFrom('ADD', 'OBSERVE', 'DELETE');
const epcs = few(anEpc, 0);
const quantities = few(aQuantity, 0);
const children = { parentID: spelled([...instances, ...places]), childEPCs: epcs, childQuantityList: quantities };
const flag = fc.constant(true as const);

const byType = fc.oneof(
  fc.record(
    {
      type: fc.constant('ObjectEvent'),
      action: anAction,
      epcList: epcs,
      quantityList: quantities,
      ilmd: extensions,
      wasQuantityEvent: flag,
    },
    { requiredKeys: ['type', 'action'], noNullPrototype: true },
  ),
  fc.record(
    { type: fc.constantFrom('AggregationEvent', 'AssociationEvent'), action: anAction, ...children },
    { requiredKeys: ['type', 'action'], noNullPrototype: true },
  ),
  fc.record(
    { type: fc.constant('TransactionEvent'), action: anAction, parentID: anEpc, epcList: epcs, quantityList: quantities },
    { requiredKeys: ['type', 'action'], noNullPrototype: true },
  ),
  fc.record(
    {
      type: fc.constant('TransformationEvent'),
      transformationID: spelled(documents),
      inputEPCList: epcs,
      inputQuantityList: quantities,
      outputEPCList: epcs,
      outputQuantityList: quantities,
      ilmd: extensions,
    },
    { requiredKeys: ['type'], noNullPrototype: true },
  ),
  fc.record(
    { type: fc.constant('VendorEvent'), eventType: aName, action: anAction },
    { requiredKeys: ['type', 'eventType'], noNullPrototype: true },
  ),
);

/** An event as a decoder gives it. */
export const anEvent: fc.Arbitrary<EpcisEvent> = fc
  .tuple(aMoment, byType, fc.record(common, { requiredKeys: [], noNullPrototype: true }))
  // Every member has the type that the event's own type asks for; the union over types is beyond inference.
  .map(([eventTime, own, rest]) => ({ eventTime, eventTimeZoneOffset: '+01:00', ...rest, ...own }) as EpcisEvent);

/** An event as a repository keeps it. */
export const aStoredEvent: fc.Arbitrary<StoredEvent> = fc
  .tuple(
    anEvent,
    fc.record(
      {
        captureID: fc.constantFrom('capture-1', 'capture-2'),
        recordTime: fc.constantFrom(...instants),
        deliveredBy: fc.constantFrom('alpha', 'beta'),
        sender: fc.constantFrom(...parties, '9521234000013'),
      },
      { requiredKeys: ['captureID', 'recordTime', 'deliveredBy'], noNullPrototype: true },
    ),
  )
  .map(([event, origin]) => stored(event, origin));
