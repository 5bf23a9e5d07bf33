/**
 * Values of fields that are somebody's own, as queries compare them.
 *
 * XML text has no type, so text that looks like a number or an instant is one. Numbers are equal by value, exactly: `12.50`
 * is `12.5`, and digits beyond a double's count. What looks like a code stays text: leading zeros (`007`) and an exponent
 * without a decimal point (`1E5`) are no numbers when it comes to equality.
 *
 * @source EPCIS 2.0 section 8.2.7.1.1, parameters for user extensions
 */
import type { EpcisEvent, Extension, ExtensionValue } from '../epcis/event.ts';
import { parseTime } from '../epcis/time.ts';
import type { ExtensionArea, ExtensionField } from './ast.ts';
import { visitAreas } from './event-fields.ts';
import { namespaceKey } from './namespace.ts';

type Visit = (field: Extension, area: ExtensionArea, depth: ExtensionField['depth']) => void;

/** Visits every field of somebody's own in an event, those inside of others too. Text pieces of mixed content are no fields. */
export function visitExtensions(event: EpcisEvent, visit: Visit): void {
  visitAreas(event, (fields, area) => visitFields(fields, area, 'top', visit));
}

function visitFields(fields: readonly Extension[], area: ExtensionArea, depth: ExtensionField['depth'], visit: Visit): void {
  for (const field of fields) {
    if (field.name === '#text') continue;
    visit(field, area, depth);
    if (Array.isArray(field.value)) visitFields(field.value, area, 'inner', visit);
  }
}

/** Every occurrence of a field in an event that is not empty. */
export function occurrencesOf(event: EpcisEvent, asked: ExtensionField): readonly Extension[] {
  const found: Extension[] = [];
  const isIt = (field: Extension): boolean => field.name === asked.name && namespaceKey(field.ns) === asked.ns && !isEmpty(field);
  visitAreas(event, (fields, area) => {
    if (area !== asked.area) return;
    if (asked.depth === 'top') return void found.push(...fields.filter(isIt));
    visitFields(fields, area, 'top', (field, _, depth) => {
      if (depth === 'inner' && isIt(field)) found.push(field);
    });
  });
  return found;
}

/** EPCIS 2.0 section 8.2.7.1.1: EXISTS_ asks for a field that is not empty. */
export function isEmpty({ value, attributes }: Extension): boolean {
  if (attributes !== undefined && attributes.length > 0) return false;
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** A value that is not nested fields. */
type Scalar = Exclude<ExtensionValue, null | readonly Extension[]>;

const isScalar = (value: ExtensionValue): value is Scalar => value !== null && !Array.isArray(value);

/**
 * Two values are equal exactly when their forms are.
 *
 * @returns `n:` and the canonical decimal, `t:` and milliseconds since 1970, or `s:` and the text; undefined for what
 *   equals nothing: null and nested fields
 */
export function equalityForm(value: ExtensionValue): string | undefined {
  if (!isScalar(value)) return undefined;
  if (typeof value === 'object') return `n:${canonicalDecimal(value.text) ?? value.value}`;
  return formOfText(String(value));
}

/** The same for a text of unknown type: an XML value, or a query's. */
export function formOfText(text: string): string {
  if (isPlainNumber(text)) return `n:${canonicalDecimal(text)}`;
  const time = looksLikeTime(text) ? parseTime(text) : undefined;
  return time === undefined ? `s:${text}` : `t:${time.ms}`;
}

const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+(?:[eE][+-]?\d{1,3})?)?$/;
// Written so that no text takes more than one pass: a partner's field may hold megabytes of digits.
const ANY_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?$/;

/** The first character settles it for most texts. */
const isPlainNumber = (text: string): boolean => beginsNumeric(text) && PLAIN_NUMBER.test(text);

function beginsNumeric(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first >= 48 && first <= 57) || first === 45 || first === 43 || first === 46;
}

const looksLikeTime = (text: string): boolean => text.length >= 20 && beginsNumeric(text) && text.indexOf('-', 1) === 4;

/**
 * One spelling for one number: whole digits without zeros at either end, and an exponent, e.g. `125e-1` for `12.50`.
 *
 * @returns undefined for what is no decimal number
 */
function canonicalDecimal(text: string): string | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (whole === '' && fraction === '') return undefined;
  if (digits === '') return '0';
  const kept = withoutTrailingZeros(digits);
  const scale = Number(exponent) - fraction.length + digits.length - kept.length;
  return `${sign === '-' ? '-' : ''}${kept}${scale === 0 ? '' : `e${scale}`}`;
}

/** A regular expression for this is quadratic on long runs of zeros. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

/** @returns the number a value can be compared as with `<` and `>`, or undefined */
export function numberOf(value: ExtensionValue): number | undefined {
  if (typeof value === 'string') return numberOfText(value);
  if (!isScalar(value) || typeof value !== 'object') return undefined;
  return Number.isFinite(value.value) ? value.value : undefined;
}

export function numberOfText(text: string): number | undefined {
  if (!beginsNumeric(text) || !ANY_NUMBER.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** @returns the instant in milliseconds since 1970 that a value can be compared as, or undefined; a date is its beginning in UTC */
export const instantOf = (value: ExtensionValue): number | undefined =>
  typeof value === 'string' ? instantOfText(value) : undefined;

export function instantOfText(text: string): number | undefined {
  if (!beginsNumeric(text)) return undefined;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text);
  return parseTime(isDate ? `${text}T00:00:00Z` : text)?.ms;
}
