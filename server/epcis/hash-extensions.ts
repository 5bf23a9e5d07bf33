/**
 * Fields of somebody's own as the CBV event hash writes them: `{namespace}name=value` and what is below, sorted.
 *
 * @source CBV 2.0 section 8.9 (event hash), rules for ILMD and extensions
 */
import type { Extension, ExtensionValue } from './event.ts';
import { hashValue, sortByBytes } from './hash-values.ts';

const RDFS = 'http://www.w3.org/2000/01/rdf-schema#';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** The sorted strings of fields; '' where there are none. */
export function hashExtensions(extensions: readonly Extension[] | undefined): string {
  if (!extensions || extensions.length === 0) return '';
  const strings: string[] = [];
  for (const extension of extensions)
    if (!isRemark(extension) && extension.value !== null) strings.push(hashExtension(extension));
  return sortByBytes(strings).join('');
}

/** Remarks for readers and types for parsers say nothing about the event. */
const isRemark = ({ ns, name }: Extension): boolean =>
  (ns === RDFS && name === 'comment') || (ns === '' && name === 'comment') || (ns === XSI && name === 'type');

function hashExtension({ ns, name, value, attributes }: Extension): string {
  const head = ns === '' ? name : `{${ns}}${name}`;
  const text = textOf(value);
  const children = Array.isArray(value) && typed(value) === undefined ? value.filter((child) => child.name !== '#text') : [];
  return head + (text === '' ? '' : `=${text}`) + hashExtensions([...(attributes ?? []), ...children]);
}

/** The text of a value; of mixed content its pieces together. */
function textOf(value: ExtensionValue): string {
  if (typeof value === 'string') return hashValue(value);
  if (value === null) return '';
  if (typeof value === 'boolean') return String(value);
  if (!isNested(value)) return hashValue(value.text);
  const own = typed(value);
  if (own) return textOf(own.value);
  const pieces = value
    .filter((child) => child.name === '#text')
    .map((child) => (typeof child.value === 'string' ? child.value : ''));
  return pieces.length === 0 ? '' : hashValue(pieces.join(''));
}

const isNested = (value: ExtensionValue): value is readonly Extension[] => Array.isArray(value);

/** JSON-LD writes a typed or language-tagged value as an object; what counts is its `@value`. */
const typed = (value: readonly Extension[]): Extension | undefined =>
  value.find((child) => child.ns === '' && child.name === '@value');
