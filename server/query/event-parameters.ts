/**
 * Parameters that ask for standard fields of events other than sensor data.
 *
 * @source EPCIS 2.0 section 8.2.7.1
 */
import { readWord, type VocabularyName } from '../epcis/vocabulary/cbv.ts';
import type { Comparison, EpcClassField, EpcField, WordField } from './ast.ts';
import { epcClassFields, epcFields } from './event-fields.ts';
import type { ParameterRule } from './parameter-rule.ts';
import {
  distinct,
  expandCurie,
  type Given,
  readChoices,
  readEventTypes,
  readIdentifiers,
  readMatchers,
  readPresence,
  readTexts,
  readTime,
  readWords,
} from './read-values.ts';

const section = 'event';

const words = (name: string, field: WordField, vocabulary: VocabularyName): ParameterRule => ({
  name,
  section,
  value: 'words',
  read: (given) => ({ kind: 'word', field, anyOf: readWords(given, vocabulary) }),
});

const identifiers = (name: string, field: WordField): ParameterRule => ({
  name,
  section,
  value: 'identifiers',
  read: (given) => ({ kind: 'word', field, anyOf: readIdentifiers(given) }),
});

/** Identities of events are compared as they are written. */
const eventIDs = (name: string, field: WordField): ParameterRule => ({
  name,
  section,
  value: 'texts',
  read: (given) => ({ kind: 'word', field, anyOf: distinct(readTexts(given)) }),
});

const epcs = (name: string, fields: readonly EpcField[]): ParameterRule => ({
  name,
  section,
  value: 'patterns',
  read: (given) => ({ kind: 'epc', fields, anyOf: readMatchers(given) }),
});

const epcClasses = (name: string, fields: readonly EpcClassField[]): ParameterRule => ({
  name,
  section,
  value: 'patterns',
  read: (given) => ({ kind: 'epcClass', fields, anyOf: readMatchers(given) }),
});

const bounds = ['GE', 'LT'] as const satisfies readonly Comparison[];

const ownTimes = (['eventTime', 'recordTime'] as const).flatMap((kind) =>
  bounds.map(
    (op): ParameterRule => ({
      name: `${op}_${kind}`,
      section,
      value: 'time',
      read: (given) => ({ kind, op, ms: readTime(given) }),
    }),
  ),
);

const declarationTimes = bounds.map(
  (op): ParameterRule => ({
    name: `${op}_errorDeclarationTime`,
    aliases: [`${op}_errorDeclaration_Time`],
    section,
    value: 'time',
    read: (given) => ({ kind: 'time', field: 'errorDeclaration.declarationTime', op, ms: readTime(given) }),
  }),
);

const typed = (list: 'bizTransaction' | 'source' | 'destination', vocabulary: VocabularyName): ParameterRule => ({
  name: `EQ_${list}_TYPE`,
  section,
  value: 'identifiers',
  pattern: new RegExp(`^EQ_${list}_(.+)$`),
  read: (given, [type = '']) => ({ kind: 'typed', list, type: typeOf(given, vocabulary, type), anyOf: readIdentifiers(given) }),
});

/** In every notation of the vocabulary; any other word is somebody's own, because the standard's schema allows it. */
const typeOf = ({ namespaces }: Given, vocabulary: VocabularyName, text: string): string => {
  const { word } = readWord(vocabulary, text);
  return word.includes(':') ? expandCurie(word, namespaces) : word;
};

export const eventParameters: readonly ParameterRule[] = [
  {
    name: 'eventType',
    section,
    value: 'words',
    read: (given) => ({ kind: 'word', field: 'eventType', anyOf: readEventTypes(given) }),
  },
  ...ownTimes,
  {
    name: 'EQ_action',
    section,
    value: 'words',
    read: (given) => ({ kind: 'word', field: 'action', anyOf: readChoices(given, ['ADD', 'OBSERVE', 'DELETE']) }),
  },
  words('EQ_bizStep', 'bizStep', 'bizStep'),
  words('EQ_disposition', 'disposition', 'disposition'),
  words('EQ_persistentDisposition_set', 'persistentDisposition.set', 'disposition'),
  words('EQ_persistentDisposition_unset', 'persistentDisposition.unset', 'disposition'),
  identifiers('EQ_readPoint', 'readPoint'),
  identifiers('EQ_bizLocation', 'bizLocation'),
  typed('bizTransaction', 'bizTransactionType'),
  typed('source', 'sourceDestinationType'),
  typed('destination', 'sourceDestinationType'),
  identifiers('EQ_transformationID', 'transformationID'),
  epcs('MATCH_epc', ['epc']),
  epcs('MATCH_parentID', ['parentID']),
  epcs('MATCH_inputEPC', ['inputEPC']),
  epcs('MATCH_outputEPC', ['outputEPC']),
  epcs('MATCH_anyEPC', epcFields),
  epcClasses('MATCH_epcClass', ['epcClass']),
  epcClasses('MATCH_inputEPCClass', ['inputEPCClass']),
  epcClasses('MATCH_outputEPCClass', ['outputEPCClass']),
  epcClasses('MATCH_anyEPCClass', epcClassFields),
  eventIDs('EQ_eventID', 'eventID'),
  {
    name: 'EXISTS_errorDeclaration',
    section,
    value: 'presence',
    read: (given) => (readPresence(given) ? { kind: 'exists', what: 'errorDeclaration' } : undefined),
  },
  ...declarationTimes,
  words('EQ_errorReason', 'errorDeclaration.reason', 'errorReason'),
  eventIDs('EQ_correctiveEventID', 'errorDeclaration.correctiveEventID'),
];
