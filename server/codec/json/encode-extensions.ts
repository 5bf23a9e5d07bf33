/** Fields of somebody's own as JSON members. */
import type { Decimal, Extension, ExtensionValue } from '../../epcis/event.ts';
import { UNQUALIFIED } from './known-contexts.ts';
import type { Prefixes } from './prefixes.ts';

/** JSON, with numbers that keep their digits. */
export type Json = string | number | boolean | null | object;
export type Members = Record<string, Json>;

/**
 * Adds each field as a member of `to`: repeated neighbours become an array; an element's attributes become members
 * beside its children, and its text, where it has both, the member `#text`.
 *
 * @param level `top`: directly in an object of the standard, where every name has a namespace
 */
export function addExtensions(
  to: Members,
  extensions: readonly Extension[] | undefined,
  prefixes: Prefixes,
  level: 'top' | 'inner' = 'inner',
): void {
  if (!extensions) return;
  const groups = new Map<string, { readonly values: Json[]; isList: boolean }>();
  for (const extension of extensions) {
    const name = prefixes.nameOf(level === 'top' ? qualified(extension) : extension);
    const group = groups.get(name) ?? { values: [], isList: false };
    groups.set(name, group);
    group.values.push(valueOfField(extension, prefixes));
    group.isList ||= extension.list === true;
  }
  for (const [name, { values, isList }] of groups) {
    const before = Object.hasOwn(to, name) ? [to[name] ?? null].flat() : [];
    const all = [...before, ...values];
    const [only = null] = all;
    // Defined, not assigned: a field may be called __proto__.
    Object.defineProperty(to, name, {
      value: isList || all.length > 1 ? all : only,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}

/** XML of 1.x may have fields without namespace there. */
const qualified = (extension: Extension): Extension =>
  extension.ns === '' && !extension.name.includes(':') ? { ...extension, ns: UNQUALIFIED, prefix: 'plain' } : extension;

function valueOfField({ value, attributes }: Extension, prefixes: Prefixes): Json {
  if (attributes === undefined || attributes.length === 0) return plain(value, prefixes);
  const members: Members = {};
  addExtensions(members, attributes, prefixes);
  if (isFields(value)) addExtensions(members, value, prefixes);
  else if (value !== '' && value !== null) members['#text'] = plain(value, prefixes);
  return members;
}

function plain(value: ExtensionValue, prefixes: Prefixes): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value as Json;
  if (!isFields(value)) return numberOf(value);
  if (isList(value)) return value.filter(({ list }) => list === true).map((entry) => valueOfField(entry, prefixes));
  const members: Members = {};
  addExtensions(members, value, prefixes);
  return members;
}

const isFields = (value: ExtensionValue): value is readonly Extension[] => Array.isArray(value);

/** A list inside a list, or one of nothing: its entries have no name, see `extension.ts`. */
const isList = (value: readonly Extension[]): boolean =>
  value.length > 0 && value.every(({ ns, name }) => ns === '' && name === '');

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The number as it was written, where JSON has that form: 1.0 stays 1.0, and long numbers keep all their digits. */
export function numberOf({ value, text }: Decimal): Json {
  if (String(value) === text) return value;
  return JSON_NUMBER.test(text) ? rawJson(text) : value;
}

/** @source ECMAScript proposal JSON.parse source text access: JSON.rawJSON, in V8 since 11.4 */
const { rawJSON: rawJson } = JSON as unknown as { readonly rawJSON: (text: string) => object };
