/** Prefixes that are declared where something is written. */
import { isName } from './write-text.ts';

export type Scope = {
  /** Namespace of each prefix. */
  readonly prefixes: ReadonlyMap<string, string>;
  /** A prefix of each namespace. */
  readonly namespaces: ReadonlyMap<string, string>;
};

export function makeScope(prefixes: Iterable<readonly [prefix: string, ns: string]>): Scope {
  const byPrefix = new Map(prefixes);
  const byNamespace = new Map<string, string>();
  for (const [prefix, ns] of byPrefix) if (!byNamespace.has(ns)) byNamespace.set(ns, prefix);
  return { prefixes: byPrefix, namespaces: byNamespace };
}

export const emptyScope: Scope = makeScope([]);

/** A prefix for the namespace, and the scope in which it means that; the same scope where it meant it before. */
export function declare(scope: Scope, ns: string, wanted: string): { readonly prefix: string; readonly scope: Scope } {
  const known = scope.namespaces.get(ns);
  if (known !== undefined) return { prefix: known, scope };
  const prefix = freePrefix(scope, wanted);
  return { prefix, scope: makeScope([...scope.prefixes, [prefix, ns]]) };
}

/** The scope with prefixes that are declared whether they are needed or not; some mean nothing but to the words of an event. */
export function withDeclared(scope: Scope, prefixes: Readonly<Record<string, string>>): Scope {
  const usable = Object.entries(prefixes).filter(([prefix, ns]) => isUsable(prefix) && ns !== '' && !isReserved(prefix));
  return usable.every(([prefix, ns]) => scope.prefixes.get(prefix) === ns) ? scope : makeScope([...scope.prefixes, ...usable]);
}

const isUsable = (prefix: string): boolean => isName(prefix) && !/^xml/i.test(prefix);

/** Prefixes that mean something of their own in a document that is written here. */
export const isReserved = (prefix: string): boolean => /^(epcis|epcisq|epcismd|sbdh|xsd|xsi)$/.test(prefix);

/** The one its author used, if it may be a prefix and means nothing else here. */
function freePrefix(scope: Scope, wanted: string): string {
  const stem = isUsable(wanted) ? wanted : 'ns';
  if (stem === wanted && !scope.prefixes.has(stem)) return stem;
  let number = 1;
  while (scope.prefixes.has(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}

/** Declarations that the inner scope has and the outer has not, as attributes. */
export function declarations(outer: Scope, inner: Scope): string {
  if (inner === outer) return '';
  let text = '';
  for (const [prefix, ns] of inner.prefixes)
    if (outer.prefixes.get(prefix) !== ns) text += ` xmlns:${prefix}="${escapeNamespace(ns)}"`;
  return text;
}

const escapeNamespace = (ns: string): string => ns.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
