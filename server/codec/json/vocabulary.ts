/**
 * Master data in JSON.
 *
 * @source EPCIS 2.0 section 10.2 and its JSON Schema: vocabularyList
 */
import type { ExtensionText, VocabularyElement } from '../../epcis/document.ts';
import { fieldsOf } from './extension.ts';
import { decimalOf, isNumber } from './literal.ts';
import { listOf, type Reader, uri, wrongKind } from './readers.ts';
import { odd, type Reading } from './reading.ts';
import { isObject, readMembers, type Stranger, shapeOf } from './shape.ts';

/** Reads one vocabulary; the reading stands at it. Elements without an id, and all where the type is missing, are findings. */
export function readVocabulary(reading: Reading, raw: unknown): readonly VocabularyElement[] {
  const read = vocabulary(reading, raw);
  return (read?.vocabularyElementList ?? []).map(({ id, attributes = [], children = [] }) => ({
    type: read?.type ?? '',
    id,
    attributes,
    children,
  }));
}

const attributeValue: Reader<ExtensionText> = (reading, raw) => {
  if (typeof raw === 'string') return raw;
  if (isNumber(raw)) return decimalOf(raw).text;
  if (!isObject(raw)) return wrongKind(reading, raw, 'a string, a number or an object');
  const fields = fieldsOf(reading, raw);
  return Array.isArray(fields) || typeof fields === 'string'
    ? (fields as ExtensionText)
    : wrongKind(reading, raw, 'a string, a number or an object');
};

/** GS1's schema leaves other members free; the model has no place for them. */
const ignored: Stranger = (reading, name) =>
  odd(reading, {
    id: 'field-not-kept',
    layer: 'schema',
    message: `master data has no field "${name}"; it is not kept`,
    mark: 'name',
  });

function objectOf<T>(what: string, fields: Parameters<typeof shapeOf>[1]): Reader<T> {
  const shape = shapeOf(what, fields, 'closed');
  return (reading, raw) =>
    isObject(raw) ? (readMembers(reading, raw, shape, ignored) as T | undefined) : wrongKind(reading, raw, `an object (${what})`);
}

type Attribute = VocabularyElement['attributes'][number];

const readAttribute = objectOf<{ readonly id: string; readonly attribute?: ExtensionText }>('attribute', [
  { name: 'id', read: uri, required: 'always' },
  { name: 'attribute', read: attributeValue },
]);

const attribute: Reader<Attribute> = (reading, raw) => {
  const read = readAttribute(reading, raw);
  if (!read) return undefined;
  if (read.attribute === undefined)
    odd(reading, { id: 'attribute-without-value', layer: 'schema', message: `the attribute ${read.id} has no value` });
  return { id: read.id, value: read.attribute ?? '' };
};

type Element = { readonly id: string; readonly attributes?: readonly Attribute[]; readonly children?: readonly string[] };

const element = objectOf<Element>('vocabularyElement', [
  { name: 'id', read: uri, required: 'always' },
  { name: 'attributes', read: listOf(attribute, 'attributes') },
  { name: 'children', read: listOf(uri, 'identifiers') },
]);

const vocabulary = objectOf<{ readonly type: string; readonly vocabularyElementList?: readonly Element[] }>('vocabulary', [
  { name: 'type', read: uri, required: 'always' },
  { name: 'vocabularyElementList', read: listOf(element, 'vocabularyElements') },
]);
