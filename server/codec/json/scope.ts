/** The prefixes and terms that hold at one place of a JSON-LD document. */
import type { Word } from '../../epcis/event.ts';
import type { VocabularyName } from '../../epcis/vocabulary/cbv.ts';
import { CBV_MASTER_DATA, epcisPrefixes, UNQUALIFIED } from './known-contexts.ts';
import { isUri } from './uri.ts';

/** A member's name, resolved. */
export type Name = {
  readonly ns: string;
  readonly name: string;
  readonly prefix: string;
  /** The prefix as written, where nothing declares it. */
  readonly undeclared?: string;
  /** As written it has the form of a URI, as names outside the standard must. */
  readonly isUri: boolean;
};

export type Scope = {
  readonly prefixes: ReadonlyMap<string, string>;
  /** Bare names and the URIs they stand for. */
  readonly terms: ReadonlyMap<string, string>;
  /** Names resolved before. */
  readonly names: Map<string, Name>;
  /** Words read before without a finding. */
  readonly words: Readonly<Record<VocabularyName, Map<string, Word>>>;
};

export const makeScope = (prefixes: ReadonlyMap<string, string>, terms: ReadonlyMap<string, string> = new Map()): Scope => ({
  prefixes,
  terms,
  names: new Map(),
  words: {
    bizStep: new Map(),
    disposition: new Map(),
    bizTransactionType: new Map(),
    sourceDestinationType: new Map(),
    errorReason: new Map(),
    component: new Map(),
    measurementType: new Map(),
    sensorAlert: new Map(),
  },
});

/** The prefixes of the EPCIS context as namespaces of fields. */
export const epcisNamespaces: ReadonlyMap<string, string> = new Map([
  ...Object.entries(epcisPrefixes),
  ['cbvmda', CBV_MASTER_DATA],
]);

/** What holds before a document has said anything: the prefixes of the EPCIS context, and those known from outside. */
export const initialScope = (outside: Readonly<Record<string, string>> = {}): Scope =>
  makeScope(new Map([...Object.entries(outside), ...epcisNamespaces]));

/** Schemes whose URIs stand for themselves whatever a document declares. */
const schemes = new Set(['urn', 'http', 'https', 'ni', 'tag', 'did', 'doi', 'info', 'oid', 'data', 'mailto', 'ftp']);

export const isScheme = (prefix: string): boolean => schemes.has(prefix.toLowerCase());

/** A scope within another, with more prefixes. */
export const narrow = (outer: Scope, prefixes: Iterable<readonly [string, string]>): Scope =>
  makeScope(new Map([...outer.prefixes, ...prefixes]), outer.terms);

/** Names kept in memory per scope. */
const MEMO = 10_000;

/** Resolves the name of a member that is not the standard's. */
export function resolveName(scope: Scope, written: string): Name {
  const known = scope.names.get(written);
  if (known) return known;
  const resolved = resolve(scope, written);
  const name = { ...resolved, name: fromUri(resolved.name), isUri: isUri(written) };
  if (scope.names.size < MEMO) scope.names.set(written, name);
  return name;
}

function resolve(scope: Scope, written: string): Omit<Name, 'isUri'> {
  const colon = written.indexOf(':');
  if (colon < 0 || written.startsWith('@')) {
    const uri = scope.terms.get(written);
    return uri === undefined ? { ns: '', name: written, prefix: '' } : splitUri(scope, uri);
  }
  const prefix = written.slice(0, colon);
  const local = written.slice(colon + 1);
  if (local.startsWith('//') || isScheme(prefix)) return splitUri(scope, written);
  const ns = scope.prefixes.get(prefix);
  if (ns === UNQUALIFIED) return { ns: '', name: unescapeAll(local, /(?:%[0-9a-f]{2})+/gi), prefix: '' };
  if (ns !== undefined) return { ns, name: local, prefix };
  // JSON-LD alone would read it as a URI with that scheme.
  return { ns: `${prefix}:`, name: local, prefix: '', undeclared: prefix };
}

/** Escaped characters outside ASCII: a name has them as they are (RFC 3987 section 3.2). */
const fromUri = (name: string): string => (name.includes('%') ? unescapeAll(name, /(?:%[89a-f][0-9a-f])+/gi) : name);

const unescapeAll = (name: string, escaped: RegExp): string =>
  name.replace(escaped, (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  });

/** A full URI as namespace and name: at the longest declared namespace, else after the last separator. */
function splitUri(scope: Scope, uri: string): Omit<Name, 'isUri'> {
  let ns = '';
  for (const declared of scope.prefixes.values()) {
    if (declared.length > ns.length && declared.length < uri.length && uri.startsWith(declared)) ns = declared;
  }
  const end = ns === '' ? Math.max(uri.lastIndexOf('/'), uri.lastIndexOf('#'), uri.lastIndexOf(':')) + 1 : ns.length;
  // A separator at the very end leaves no name; then the URI is the name.
  return end === uri.length ? { ns: '', name: uri, prefix: '' } : { ns: uri.slice(0, end), name: uri.slice(end), prefix: '' };
}

export type Expanded = {
  readonly uri: string;
  /** It begins with what could be a prefix, and nothing declares it. */
  readonly isUnknown: boolean;
};

/** Expands a compact URI at the place of a value. What is none comes back as it is. */
export function expand(scope: Scope, text: string): Expanded {
  const colon = text.indexOf(':');
  if (colon < 1 || text.startsWith('//', colon + 1)) return { uri: text, isUnknown: false };
  const prefix = text.slice(0, colon);
  if (isScheme(prefix)) return { uri: text, isUnknown: false };
  const ns = scope.prefixes.get(prefix);
  if (ns === undefined) return { uri: text, isUnknown: true };
  return { uri: (ns === CBV_MASTER_DATA ? `${ns}:` : ns) + text.slice(colon + 1), isUnknown: false };
}
