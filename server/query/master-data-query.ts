/**
 * SimpleMasterDataQuery over one vocabulary, from parameters to a question.
 *
 * @source EPCIS 2.0 section 8.2.7.2
 */
import type { VocabularyElement } from '../epcis/document.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import { HubProblem } from '../runtime/problem.ts';
import { type AttributeQuestion, attributeKey, satisfies } from './master-data.ts';
import type { Namespaces } from './qualified-names.ts';
import { distinct, expandCurie, readCount, refuseName, refuseValue } from './read-values.ts';

export type MasterDataQuery = {
  /** Keys of the elements asked for; absent: every one. */
  readonly names?: readonly string[];
  /** Keys of elements that are asked for with all below them. */
  readonly within?: readonly string[];
  /** All of them hold. */
  readonly attributes: readonly AttributeQuestion[];
  readonly includeAttributes: boolean;
  readonly includeChildren: boolean;
  /** The attributes to be told, in the form of `attributeKey`; absent: all. */
  readonly attributeNames?: readonly string[];
  readonly maxElementCount?: number;
};

export const masterDataParameters = [
  'EQ_name',
  'WD_name',
  'HASATTR',
  'EQATTR_ATTRIBUTE',
  'includeAttributes',
  'includeChildren',
  'attributeNames',
  'maxElementCount',
] as const;

const ATTRIBUTE = 'EQATTR_';

/**
 * Reads a question. `includeAttributes` and `includeChildren`, which a SOAP query must have, are true where absent.
 *
 * @param parameters names and values, decoded; a list has `|` between its values, or the parameter is repeated
 * @throws HubProblem query-parameter naming the parameter and what would be allowed
 */
export function parseMasterDataQuery(parameters: Iterable<readonly [string, string]>, namespaces: Namespaces): MasterDataQuery {
  const given = Map.groupBy(parameters, ([name]) => name);
  for (const name of given.keys()) {
    const isKnown = masterDataParameters.some((known) => known === name) || name.startsWith(ATTRIBUTE);
    if (!isKnown) refuseName(name, 'there is no such parameter', masterDataParameters);
  }
  const valuesOf = (name: string): readonly string[] => (given.get(name) ?? []).flatMap(([, value]) => listOf(name, value));
  const texts = (name: string): readonly string[] | undefined => (given.has(name) ? distinct(valuesOf(name)) : undefined);
  const name = (text: string): string => attributeKey(expandCurie(text, namespaces));
  const [names, within, having, told] = ['EQ_name', 'WD_name', 'HASATTR', 'attributeNames'].map(texts);
  const equal = [...given.keys()].filter((parameter) => parameter.startsWith(ATTRIBUTE));
  const max = oneOf(given.get('maxElementCount'));
  return {
    ...(names && { names: names.map(identifierKey) }),
    ...(within && { within: within.map(identifierKey) }),
    attributes: [
      ...(having ? [{ names: having.map(name) }] : []),
      ...equal.map((parameter) => ({ names: [name(attributeOf(parameter))], anyOf: valuesOf(parameter) })),
    ],
    includeAttributes: readBoolean('includeAttributes', oneOf(given.get('includeAttributes'))),
    includeChildren: readBoolean('includeChildren', oneOf(given.get('includeChildren'))),
    ...(told && { attributeNames: told.map(name) }),
    ...(max !== undefined && { maxElementCount: readCount({ name: 'maxElementCount', values: [max], namespaces }) }),
  };
}

/** Whether its attributes are as asked. */
export const hasAttributes = (element: VocabularyElement, { attributes }: MasterDataQuery): boolean =>
  attributes.every((asked) => satisfies(element, asked));

/** The element as far as the question wants it told. */
export function projected(element: VocabularyElement, query: MasterDataQuery): VocabularyElement {
  const { includeAttributes, includeChildren, attributeNames } = query;
  const isTold = (id: string): boolean => includeAttributes && (attributeNames?.includes(attributeKey(id)) ?? true);
  return {
    ...element,
    attributes: element.attributes.filter(({ id }) => isTold(id)),
    children: includeChildren ? element.children : [],
  };
}

const listOf = (name: string, value: string): readonly string[] =>
  value.split('|').map((text) => (text === '' ? refuseValue(name, value, 'a value is missing') : text));

function attributeOf(parameter: string): string {
  const attribute = parameter.slice(ATTRIBUTE.length);
  return attribute === '' ? refuseName(parameter, 'the name of an attribute is missing', masterDataParameters) : attribute;
}

function oneOf(given: readonly (readonly [string, string])[] | undefined): string | undefined {
  const [first, ...more] = given ?? [];
  if (first && more.length > 0)
    throw new HubProblem('query-parameter', `${first[0]} is given more than once.`, { name: first[0] });
  return first?.[1];
}

function readBoolean(name: string, text = 'true'): boolean {
  return text === 'true' || text === 'false' ? text === 'true' : refuseValue(name, text, 'true or false', ['true', 'false']);
}
