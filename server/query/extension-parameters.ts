/**
 * Parameters that ask for fields of somebody's own, and for master data.
 *
 * @source EPCIS 2.0 section 8.2.7.1
 */
import type { Comparison, ExtensionField, MasterDataField } from './ast.ts';
import type { Asked, ParameterRule } from './parameter-rule.ts';
import { areaMarks, isFault, readExtensionField, readQualifiedName } from './qualified-names.ts';
import {
  distinct,
  expandCurie,
  type Given,
  readIdentifiers,
  readNumberOrTime,
  readPresence,
  readTexts,
  refuseName,
} from './read-values.ts';

/** @throws HubProblem query-parameter where the name is not quite that of a field */
function readField(given: Given, text: string): ExtensionField {
  const read = readExtensionField(text, given.namespaces);
  if (read === undefined) return refuseName(given.name, 'it does not end in the name of a field, prefix:name or namespace#name');
  return 'fault' in read ? refuseName(given.name, read.fault) : read;
}

type Reader = (given: Given, field: ExtensionField) => Asked | undefined;

const equals: Reader = (given, field) => ({ kind: 'extensionEquals', field, anyOf: distinct(readTexts(given)) });

const exists: Reader = (given, field) => (readPresence(given) ? { kind: 'extensionExists', field } : undefined);

const compares =
  (op: Comparison): Reader =>
  (given, field) => ({ kind: 'extensionCompares', field, op, ...readNumberOrTime(given) });

/** The longer marks first: the last one, of the event itself, is empty and is found in every name. */
const marks = ['INNER_', ''].flatMap((inner) =>
  Object.keys(areaMarks)
    .map((mark) => inner + mark)
    .toSorted((a, b) => b.length - a.length),
);

const family = (op: string, value: ParameterRule['value'], read: Reader): readonly ParameterRule[] =>
  marks.map((mark) => ({
    name: `${op}_${mark}FIELD`,
    section: 'extension',
    value,
    pattern: new RegExp(`^${op}_(${mark}.*[:#].*)$`),
    read: (given, [text = '']) => read(given, readField(given, text)),
  }));

const within = (field: 'readPoint' | 'bizLocation'): ParameterRule => ({
  name: `WD_${field}`,
  section: 'master data',
  value: 'identifiers',
  read: (given) => ({ kind: 'within', field, anyOf: readIdentifiers(given) }),
});

const standardFields = ['readPoint', 'bizLocation', 'bizStep', 'disposition', 'epcClass', 'source', 'destination'] as const;

/** Names for one field as implementations write them. */
const fieldAliases: ReadonlyMap<string, (typeof standardFields)[number]> = new Map([['EPCClass', 'epcClass']]);

function readMasterDataField(given: Given, text: string): MasterDataField | undefined {
  const standard = standardFields.find((field) => field === text) ?? fieldAliases.get(text);
  if (standard !== undefined) return standard;
  const read = readQualifiedName(text, given.namespaces);
  return read === undefined || isFault(read) ? undefined : { area: 'event', depth: 'top', ...read };
}

const hasAttribute: ParameterRule = {
  name: 'HASATTR_FIELD',
  section: 'master data',
  value: 'texts',
  pattern: /^HASATTR_(.+)$/,
  read: (given, [text = '']) => ({
    kind: 'hasAttribute',
    field: readMasterDataField(given, text) ?? refuseField(given, 'HASATTR', ''),
    names: distinct(readTexts(given).map((name) => expandCurie(name, given.namespaces))),
  }),
};

const attributeEquals: ParameterRule = {
  name: 'EQATTR_FIELD_ATTRIBUTE',
  section: 'master data',
  value: 'texts',
  // The JSON schema of queries spells it EQ_ATTR_.
  pattern: /^EQ_?ATTR_(.+)$/,
  read: (given, [text = '']) => {
    const { field, name } = splitAttribute(given, text);
    return { kind: 'attributeEquals', field, name: expandCurie(name, given.namespaces), anyOf: distinct(readTexts(given)) };
  },
};

/** Field and attribute stand side by side with `_` between them, which may be part of either. */
function splitAttribute(given: Given, text: string): { readonly field: MasterDataField; readonly name: string } {
  const splits = [...text.matchAll(/_/g)].flatMap(({ index }) => {
    const field = readMasterDataField(given, text.slice(0, index));
    return field === undefined || index === text.length - 1 ? [] : [{ field, name: text.slice(index + 1) }];
  });
  const standard = splits.find(({ field }) => typeof field === 'string');
  if (standard) return standard;
  const [only, ...more] = splits;
  if (only === undefined) return refuseField(given, 'EQATTR', '_ATTRIBUTE');
  return more.length === 0
    ? only
    : refuseName(given.name, 'where the field ends and the attribute begins is not to be told, because of the underscores');
}

const refuseField = (given: Given, parameter: string, ending: string): never =>
  refuseName(
    given.name,
    'it does not name a field that has master data',
    standardFields.map((field) => `${parameter}_${field}${ending}`),
  );

export const extensionParameters: readonly ParameterRule[] = [
  within('readPoint'),
  within('bizLocation'),
  hasAttribute,
  attributeEquals,
  ...family('EQ', 'texts', equals),
  ...family('EXISTS', 'presence', exists),
  ...(['GT', 'GE', 'LT', 'LE'] as const).flatMap((op) => family(op, 'number or time', compares(op))),
];
