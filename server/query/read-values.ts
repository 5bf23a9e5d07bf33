/** Values of query parameters: what they must look like, and what they are in canonical form. */
import { identifierKey } from '../epcis/identifier/key.ts';
import { parsePattern } from '../epcis/identifier/pattern.ts';
import { parseTime } from '../epcis/time.ts';
import { isStandardWord, readWord, standardWords, type VocabularyName } from '../epcis/vocabulary/cbv.ts';
import { suggestWord } from '../epcis/vocabulary/suggest-word.ts';
import { HubProblem } from '../runtime/problem.ts';
import type { EpcMatcher } from './ast.ts';
import { instantOfText, numberOfText } from './extension-values.ts';
import { isFault, type Namespaces, namespaceOf, readQualifiedName } from './qualified-names.ts';

/** One parameter as given: its name and all values, lists taken apart. */
export type Given = { readonly name: string; readonly values: readonly string[]; readonly namespaces: Namespaces };

/** @throws HubProblem query-parameter, always: this value is not allowed here */
export function refuseValue(name: string, value: string, wanted: string, allowed: readonly string[] = []): never {
  const facts = allowed.length > 0 ? { name, allowed } : { name };
  throw new HubProblem('query-parameter', `${shown(name)}: ${JSON.stringify(shown(value))} is not allowed; ${wanted}`, facts);
}

const LONGEST_SHOWN = 200;

/** Enough of a text to recognise it by. */
const shown = (text: string): string => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);

/** @throws HubProblem query-parameter, always: there is no parameter of this name */
export function refuseName(name: string, reason: string, allowed: readonly string[] = []): never {
  const near = allowed.length > 0 && allowed.length <= 3 ? `; did you mean ${allowed.join(' or ')}?` : '';
  throw new HubProblem('query-parameter', `${shown(name)}: ${reason}${near}`, allowed.length > 0 ? { name, allowed } : { name });
}

/** The only value of a parameter that is no list. */
export function scalar({ name, values }: Given): string {
  const [value = '', ...more] = values;
  if (more.length > 0) refuseValue(name, values.join('|'), 'it takes one value, and is given once');
  return value;
}

export const readTexts = ({ name, values }: Given): readonly string[] => values.map((value) => nonEmpty(name, value));

function nonEmpty(name: string, value: string): string {
  return value === '' ? refuseValue(name, value, 'a value is missing') : value;
}

/** Identifiers in any notation, as keys. */
export const readIdentifiers = (given: Given): readonly string[] =>
  distinct(readTexts(given).map((text) => identifierKey(text.trim())));

export const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/** Words of a CBV vocabulary in any notation, as bare words; URIs and CURIEs of somebody's own, as URIs. */
export const readWords = (given: Given, vocabulary: VocabularyName): readonly string[] =>
  distinct(readTexts(given).map((text) => readOneWord(given, vocabulary, text)));

function readOneWord({ name, namespaces }: Given, vocabulary: VocabularyName, text: string): string {
  const { word } = readWord(vocabulary, text);
  if (isStandardWord(vocabulary, word)) return word;
  if (word.includes(':')) return expandCurie(word, namespaces);
  const near = word.length > LONGEST_SHOWN ? undefined : suggestWord(vocabulary, word);
  const wanted = `${vocabulary} has no such word, and a word of your own is a URI`;
  return refuseValue(
    name,
    text,
    near === undefined ? wanted : `${wanted}; did you mean ${near}?`,
    near === undefined ? standardWords(vocabulary) : [near],
  );
}

/** `prefix:rest` with a declared prefix, as the URI it stands for; any other text as it is. */
export function expandCurie(text: string, namespaces: Namespaces): string {
  const colon = text.indexOf(':');
  const ns = colon > 0 ? namespaceOf(text.slice(0, colon), namespaces) : undefined;
  return ns === undefined || text.startsWith('//', colon + 1) ? text : ns + text.slice(colon + 1);
}

/** One word out of a few. */
export const readChoices = (given: Given, allowed: readonly string[]): readonly string[] =>
  distinct(
    readTexts(given).map((text) =>
      allowed.includes(text) ? text : refuseValue(given.name, text, `one of ${allowed.join(', ')}`, allowed),
    ),
  );

const typeNames = [
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
  'QuantityEvent',
];

/** Event types: standard names, or a type of somebody's own as qualified name. */
export const readEventTypes = (given: Given): readonly string[] =>
  distinct(
    readTexts(given).map((text) => {
      const bare = text.replace(/^(?:epcis:|https:\/\/ref\.gs1\.org\/epcis\/)/, '');
      if (typeNames.includes(bare)) return bare;
      const read = readQualifiedName(text, given.namespaces);
      if (read !== undefined && !isFault(read)) return `${read.ns}#${read.name}`;
      return refuseValue(given.name, text, read?.fault ?? 'it is no event type', read?.allowed ?? typeNames);
    }),
  );

/** EPCs and classes in any notation; pure-identity patterns. */
export const readMatchers = (given: Given): readonly EpcMatcher[] =>
  readTexts(given).map((text) => readMatcher(given.name, text.trim()));

function readMatcher(name: string, text: string): EpcMatcher {
  if (text.startsWith('urn:epc:idpat:')) return readPattern(name, text);
  if (/^urn:epc:id:[a-z]+:(?:.*\.)?\*\./.test(text)) refuseValue(name, text, 'patterns begin with urn:epc:idpat:');
  return { kind: 'key', key: identifierKey(text) };
}

function readPattern(name: string, text: string): EpcMatcher {
  const pattern = parsePattern(text);
  if (pattern === undefined)
    return refuseValue(name, text, 'a pattern is urn:epc:idpat:, a scheme, and its components, each of them whole or *');
  // Without a `*` it names one thing, and is compared as such.
  if (!pattern.components.includes('*')) return { kind: 'key', key: identifierKey(text.replace(':idpat:', ':id:')) };
  return { kind: 'pattern', ...pattern };
}

const TIME = 'a time has date, time and zone, such as 2025-03-03T08:00:00.000Z or 2025-03-03T09:00:00+01:00';

/** @returns milliseconds since 1970 */
export function readTime(given: Given): number {
  const text = scalar(given);
  const time = parseTime(text.trim());
  if (time) return time.ms;
  const lostPlus = / \d\d:\d\d$/.test(text);
  return refuseValue(given.name, text, lostPlus ? `${TIME}; in a URL a + is written %2B` : TIME);
}

export function readNumber(given: Given): number {
  const text = scalar(given);
  return numberOfText(text.trim()) ?? refuseValue(given.name, text, 'a decimal number');
}

export const readNumbers = (given: Given): readonly number[] =>
  distinct(given.values.map((value) => readNumber({ ...given, values: [value] })));

/** A whole number, 1 or more. */
export function readCount(given: Given): number {
  const text = scalar(given);
  const count = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return count > 0 ? count : refuseValue(given.name, text, 'a whole number, 1 or more');
}

/** A number, or an instant in milliseconds since 1970; of a date alone its beginning in UTC. */
export function readNumberOrTime(given: Given): { readonly value: number; readonly as: 'number' | 'time' } {
  const text = scalar(given).trim();
  const number = numberOfText(text);
  if (number !== undefined) return { value: number, as: 'number' };
  const instant = instantOfText(text);
  return instant === undefined
    ? refuseValue(given.name, text, `a decimal number, or a time; ${TIME}`)
    : { value: instant, as: 'time' };
}

export const readBoolean = (given: Given): string => {
  const text = scalar(given);
  return text === 'true' || text === 'false' ? text : refuseValue(given.name, text, 'true or false', ['true', 'false']);
};

/**
 * The value of an EXISTS_ parameter. `false` is as if the parameter were not there; the void value of the SOAP binding and
 * the integers of the JSON schema are `true`.
 *
 * @source EPCIS 2.0 section 8.2.7.1, EXISTS_errorDeclaration
 */
export function readPresence(given: Given): boolean {
  const text = scalar(given);
  if (text === 'false' || text === '0') return false;
  return text === 'true' || text === '1' || text === ''
    ? true
    : refuseValue(given.name, text, 'true or false', ['true', 'false']);
}
