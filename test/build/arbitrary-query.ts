/**
 * Generated queries: every parameter of the table in server/query/parameters.ts, alone and together, in both forms of
 * extension names and every notation of values. Made of the values that generated events are made of.
 */
import fc from 'fast-check';
import type { EventQuery } from '../../server/query/ast.ts';
import type { ParameterRule, ValueType } from '../../server/query/parameter-rule.ts';
import { isList } from '../../server/query/parameter-rule.ts';
import { parameters } from '../../server/query/parameters.ts';
import { parseParameters } from '../../server/query/parse-parameters.ts';
import {
  anInstant,
  classes,
  documents,
  eventIDs,
  fieldNames,
  instances,
  namespaces,
  numbers,
  parties,
  patterns,
  places,
  spelled,
  texts,
  units,
  uris,
  words,
} from './arbitrary-pools.ts';
import { wordNotations } from './notations.ts';

/** Names and values as a URL has them. */
export type Parameters = readonly (readonly [string, string])[];

const eventTypeNames = [
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
  'QuantityEvent',
  'ex:lot',
];

const wordsOf = (vocabulary: keyof typeof words): fc.Arbitrary<string> =>
  fc.constantFrom(...words[vocabulary].flatMap((word) => wordNotations(vocabulary, word)));

/** Values of parameters that are not told by their type alone. */
const valuesByName: Readonly<Record<string, fc.Arbitrary<string>>> = {
  eventType: fc.constantFrom(...eventTypeNames),
  EQ_action: fc.constantFrom('ADD', 'OBSERVE', 'DELETE'),
  EQ_bizStep: wordsOf('bizStep'),
  EQ_disposition: wordsOf('disposition'),
  EQ_persistentDisposition_set: wordsOf('disposition'),
  EQ_persistentDisposition_unset: wordsOf('disposition'),
  EQ_errorReason: wordsOf('errorReason'),
  EQ_type: wordsOf('measurementType'),
  EQ_readPoint: spelled(places),
  EQ_bizLocation: spelled(places),
  WD_readPoint: spelled(places),
  WD_bizLocation: spelled(places),
  EQ_bizTransaction_TYPE: spelled(documents),
  EQ_source_TYPE: spelled([...parties, ...places]),
  EQ_destination_TYPE: spelled([...parties, ...places]),
  EQ_transformationID: spelled(documents),
  EQ_eventID: fc.constantFrom(...eventIDs),
  EQ_correctiveEventID: fc.constantFrom(...eventIDs),
  EQ_hexBinaryValue: fc.constantFrom('F0', 'f0', '0A'),
};

const valuesByType: Readonly<Record<ValueType, fc.Arbitrary<string>>> = {
  texts: fc.constantFrom<string>(...texts.map((text) => text.replaceAll('|', '%7C')), ...numbers.map(String)),
  words: wordsOf('bizStep'),
  identifiers: spelled(uris),
  patterns: fc.oneof(spelled(instances), fc.constantFrom(...patterns), spelled(classes.filter((urn) => !urn.includes('*.*')))),
  numbers: fc.constantFrom(...numbers).map(String),
  number: fc.constantFrom(...numbers).map(String),
  time: anInstant,
  'number or time': fc.oneof(fc.constantFrom(...numbers).map(String), anInstant, fc.constant('2025-03-03')),
  boolean: fc.constantFrom('true', 'false'),
  presence: fc.constantFrom('true', 'true', 'true', 'false'),
};

const aFieldName = fc.oneof(
  fc
    .tuple(fc.constantFrom(...Object.keys(namespaces)), fc.constantFrom(...fieldNames))
    .map(([prefix, name]) => `${prefix}:${name}`),
  fc.tuple(fc.constantFrom(...Object.values(namespaces)), fc.constantFrom(...fieldNames)).map(([ns, name]) => `${ns}#${name}`),
);

const aMasterDataField = fc.oneof(
  fc.constantFrom('readPoint', 'bizLocation', 'epcClass', 'bizStep', 'disposition', 'source', 'destination'),
  aFieldName,
);

/** What stands in place of the capitals at the end of a name. */
function filledIn(name: string): fc.Arbitrary<string> {
  if (name.endsWith('_bizTransaction_TYPE')) return wordsOf('bizTransactionType');
  if (name.endsWith('_TYPE')) return wordsOf('sourceDestinationType');
  if (name.endsWith('_UOM')) return fc.constantFrom(...units);
  return name === 'HASATTR_FIELD' ? aMasterDataField : aFieldName;
}

function aNameOf({ name }: ParameterRule): fc.Arbitrary<string> {
  if (name === 'EQATTR_FIELD_ATTRIBUTE') return aMasterDataField.map((field) => `EQATTR_${field}_urn:example:attribute:colour`);
  const open = /(?:TYPE|UOM|FIELD)$/.exec(name)?.[0];
  return open === undefined ? fc.constant(name) : filledIn(name).map((text) => name.slice(0, -open.length) + text);
}

function aValueOf({ name, value }: ParameterRule): fc.Arbitrary<string> {
  const one = valuesByName[name] ?? valuesByType[value];
  return isList(value) ? fc.array(one, { minLength: 1, maxLength: 3 }).map((values) => values.join('|')) : one;
}

/** One parameter of any kind: each line of the table is as likely as any other. */
export const aParameter = (rules: readonly ParameterRule[] = parameters): fc.Arbitrary<readonly [string, string]> =>
  fc.constantFrom(...rules).chain((rule) => fc.tuple(aNameOf(rule), aValueOf(rule)));

/** Parameters of a query, none of them twice; often one alone, because many together hit nothing. */
export const someParameters = (rules: readonly ParameterRule[] = parameters): fc.Arbitrary<Parameters> =>
  fc
    .oneof(
      { weight: 3, arbitrary: fc.array(aParameter(rules), { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(aParameter(rules), { maxLength: 3 }) },
    )
    .map((given) => [...new Map(given)]);

/** Order and limits that may stand together. */
const anOrder: fc.Arbitrary<Parameters> = fc.oneof(
  fc.constant([]),
  fc.tuple(fc.oneof(fc.constantFrom('eventTime', 'recordTime'), aFieldName), fc.constantFrom('ASC', 'DESC')).map(
    ([by, direction]): Parameters => [
      ['orderBy', by],
      ['orderDirection', direction],
    ],
  ),
);

/** Questions that no master data has to answer: what stores and `matches` take. */
const withoutMasterData = parameters.filter(({ section }) => section !== 'master data');

/** A query as a store gets it, with its order and without limits. */
export const aQuery: fc.Arbitrary<EventQuery> = fc
  .tuple(someParameters(withoutMasterData), anOrder)
  .map(([where, order]) => parseParameters([...where, ...order], namespaces));
