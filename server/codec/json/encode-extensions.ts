/** Fields of somebody's own as JSON members. */
import type { Decimal, Extension, ExtensionValue } from '../../epcis/event.ts';
import type { Prefixes } from './prefixes.ts';

/** JSON, with numbers that keep their digits. */
export type Json = string | number | boolean | null | object;

/**
 * Adds each field as a member of `to`: repeated neighbours become an array; an element's attributes become members
 * beside its children, and its text, where it has both, the member `#text`.
 */
export function addExtensions(to: Record<string, Json>, extensions: readonly Extension[] | undefined, prefixes: Prefixes): void {
  const groups = new Map<string, { readonly values: Json[]; isList: boolean }>();
  for (const extension of extensions ?? []) {
    const name = prefixes.nameOf(extension);
    const group = groups.get(name) ?? { values: [], isList: false };
    groups.set(name, group);
    group.values.push(fieldOf(extension, prefixes));
    group.isList ||= extension.list === true;
  }
  for (const [name, { values, isList }] of groups) {
    const before = Object.hasOwn(to, name) ? [to[name] ?? null].flat() : [];
    const all = [...before, ...values];
    to[name] = isList || all.length > 1 ? all : (all[0] ?? null);
  }
}

function fieldOf({ value, attributes }: Extension, prefixes: Prefixes): Json {
  if (attributes === undefined || attributes.length === 0) return plain(value, prefixes);
  const members: Record<string, Json> = {};
  addExtensions(members, attributes, prefixes);
  if (isFields(value)) addExtensions(members, value, prefixes);
  else if (value !== '' && value !== null) members['#text'] = plain(value, prefixes);
  return members;
}

function plain(value: ExtensionValue, prefixes: Prefixes): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value as Json;
  if (!isFields(value)) return numberOf(value);
  const members: Record<string, Json> = {};
  addExtensions(members, value, prefixes);
  return members;
}

const isFields = (value: ExtensionValue): value is readonly Extension[] => Array.isArray(value);

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The number as it was written, where JSON has that form: 1.0 stays 1.0, and long numbers keep all their digits. */
export function numberOf({ value, text }: Decimal): Json {
  if (String(value) === text || !JSON_NUMBER.test(text)) return value;
  return rawJson(text);
}

/** @source ECMAScript proposal JSON.parse source text access: JSON.rawJSON, in V8 since 11.4 */
const { rawJSON: rawJson } = JSON as unknown as { readonly rawJSON: (text: string) => object };
