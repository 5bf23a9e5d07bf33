/**
 * Reads `@context`: of a document, of an event, of an object inside an extension.
 *
 * Only prefixes and simple terms are interpreted, and no address is ever fetched: what EPCIS and a few known contexts mean
 * is built in, everything else is a finding.
 *
 * @source JSON-LD 1.1 section 4.1; EPCIS 2.0 section 10.3
 */
import { epcisPrefixes, epcisTerms, isEpcisContext, otherContexts } from './known-contexts.ts';
import { odd, quote, type Reading, remark, wrong } from './reading.ts';
import { epcisNamespaces, expand, isScheme, makeScope, type Scope } from './scope.ts';
import { isUri } from './uri.ts';

export type ContextReading = {
  readonly scope: Scope;
  /** Prefixes bound here, prefix to namespace. */
  readonly declared: ReadonlyMap<string, string>;
  /** The EPCIS context is among the entries. */
  readonly hasEpcis: boolean;
};

type Growing = {
  readonly reading: Reading;
  readonly prefixes: Map<string, string>;
  readonly terms: Map<string, string>;
  readonly declared: Map<string, string>;
  /** The terms of EPCIS are protected from here on. */
  isProtected: boolean;
  hasEpcis: boolean;
};

/**
 * @param raw value of `@context`; the reading stands at it
 * @param level inside a document the terms of EPCIS are protected already
 */
export function readContext(reading: Reading, raw: unknown, outer: Scope, level: 'document' | 'inner'): ContextReading {
  const growing: Growing = {
    reading,
    prefixes: new Map(outer.prefixes),
    terms: new Map(outer.terms),
    declared: new Map(),
    isProtected: level === 'inner',
    hasEpcis: false,
  };
  if (Array.isArray(raw)) readEntries(growing, raw);
  else readEntry(growing, raw);
  const { prefixes, terms, declared, hasEpcis } = growing;
  return { scope: makeScope(prefixes, terms), declared, hasEpcis };
}

function readEntries(growing: Growing, entries: readonly unknown[]): void {
  const { reading } = growing;
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    reading.path.push(index);
    const text = JSON.stringify(entry);
    if (seen.has(text))
      wrong(reading, { id: 'context-entry-repeated', layer: 'schema', message: `@context names ${quote(entry)} twice` });
    seen.add(text);
    readEntry(growing, entry);
    reading.path.pop();
  }
}

function readEntry(growing: Growing, entry: unknown): void {
  if (typeof entry === 'string') readAddress(growing, entry);
  else if (typeof entry === 'object' && entry !== null && !Array.isArray(entry))
    readDefinitions(growing, entry as Record<string, unknown>);
  else {
    wrong(growing.reading, {
      id: 'context-entry-invalid',
      layer: 'context',
      message: `${quote(entry)} is no entry of @context`,
      hint: 'An entry is the address of a context, or an object of prefixes.',
    });
  }
}

function readAddress(growing: Growing, address: string): void {
  const { reading, prefixes, terms } = growing;
  if (isEpcisContext(address)) {
    growing.hasEpcis = true;
    growing.isProtected = true;
    for (const [prefix, ns] of epcisNamespaces) prefixes.set(prefix, ns);
    return;
  }
  const known = Object.hasOwn(otherContexts, address) ? otherContexts[address] : undefined;
  if (known) {
    for (const [prefix, ns] of Object.entries(known.prefixes)) bind(growing, prefix, ns);
    for (const [term, uri] of Object.entries(known.terms)) terms.set(term, uri);
    remark(reading, {
      id: 'context-built-in',
      layer: 'context',
      message: `the context ${quote(address)} is known here and was not fetched`,
    });
    return;
  }
  wrong(reading, {
    id: 'context-unknown',
    layer: isUri(address) ? 'context' : 'schema',
    message: `the context ${quote(address)} is not known here, and no context is fetched`,
    hint: 'Write the prefixes you use into @context as an object: {"prefix": "namespace"}.',
  });
}

function readDefinitions(growing: Growing, definitions: Readonly<Record<string, unknown>>): void {
  const { reading } = growing;
  for (const [key, value] of Object.entries(definitions)) {
    reading.path.push(key);
    if (key.startsWith('@')) readKeyword(reading, key, value);
    else if (value === null) undefine(growing, key);
    else if (typeof value === 'string') define(growing, key, value, 'simple');
    else if (typeof value === 'object' && !Array.isArray(value)) defineTerm(growing, key, value as Record<string, unknown>);
    else {
      wrong(reading, {
        id: 'context-definition-invalid',
        layer: 'context',
        message: `"${key}" is bound to ${quote(value)} in @context`,
        hint: 'Bind a prefix to its namespace, a string.',
      });
    }
    reading.path.pop();
  }
}

function readKeyword(reading: Reading, keyword: string, value: unknown): void {
  if (keyword === '@protected' || keyword === '@propagate' || (keyword === '@version' && value === 1.1)) return;
  if (keyword === '@import' || keyword === '@version') {
    wrong(reading, {
      id: 'context-keyword-refused',
      layer: 'context',
      message: `${keyword} ${quote(value)} in @context is not supported`,
    });
  } else {
    odd(reading, { id: 'context-keyword-ignored', layer: 'context', message: `${keyword} in @context has no effect here` });
  }
}

/** An expanded term definition. Its type coercion says nothing that an event keeps. */
function defineTerm(growing: Growing, key: string, definition: Readonly<Record<string, unknown>>): void {
  const { reading } = growing;
  const id = definition['@id'];
  if (typeof id === 'string') define(growing, key, id, definition['@prefix'] === true ? 'simple' : 'term');
  remark(reading, {
    id: 'context-definition-simplified',
    layer: 'context',
    message: `of the definition of "${key}" in @context only its URI is used`,
  });
}

function define(growing: Growing, key: string, value: string, kind: 'simple' | 'term'): void {
  const { reading, prefixes } = growing;
  const uri = expand(makeScope(prefixes), value).uri;
  if (key.includes(':')) return;
  if (isScheme(key)) {
    wrong(reading, {
      id: 'context-prefix-is-scheme',
      layer: 'context',
      message: `"${key}" is the scheme of URIs and cannot be a prefix`,
    });
    return;
  }
  if (!isUri(uri))
    wrong(reading, {
      id: 'context-namespace-invalid',
      layer: 'context',
      message: `"${key}" is bound to ${quote(value)}, which is no URI`,
    });
  if (isProtectedTerm(growing, key, uri)) {
    wrong(reading, {
      id: 'context-term-protected',
      layer: 'context',
      message: `@context binds "${key}" to ${quote(value)}; the EPCIS context protects its own meaning`,
      hint: 'Choose another prefix.',
    });
    if (epcisTerms.has(key)) return;
  }
  if (kind === 'simple') bind(growing, key, uri);
  if (kind === 'term' || !/[:/?#[\]@]$/.test(uri)) growing.terms.set(key, uri);
}

/** The same binding again is no redefinition. */
const isProtectedTerm = ({ isProtected }: Growing, key: string, uri: string): boolean =>
  isProtected && (epcisTerms.has(key) || (Object.hasOwn(epcisPrefixes, key) && epcisPrefixes[key] !== uri));

function undefine(growing: Growing, key: string): void {
  growing.prefixes.delete(key);
  growing.terms.delete(key);
  growing.declared.delete(key);
}

function bind(growing: Growing, prefix: string, ns: string): void {
  growing.prefixes.set(prefix, ns);
  growing.declared.set(prefix, ns);
}
