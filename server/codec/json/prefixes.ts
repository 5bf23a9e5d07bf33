/** Which prefix stands for which namespace in what is written. */
import type { Extension } from '../../epcis/event.ts';
import { CBV_MASTER_DATA, epcisPrefixes, epcisTerms } from './known-contexts.ts';
import { isScheme } from './scope.ts';

export type Prefixes = {
  /** `prefix:name`, the bare name where there is no namespace. The prefix wished for is taken unless it means another namespace. */
  readonly nameOf: (field: Pick<Extension, 'ns' | 'name' | 'prefix'>) => string;
  /** Prefixes that must be declared for what was named so far, besides those in scope. */
  readonly declared: () => Readonly<Record<string, string>>;
};

export type PrefixOptions = {
  /** Bound already where the names will stand. */
  readonly inScope?: Readonly<Record<string, string>>;
  /** To be used where their namespaces occur. */
  readonly wished?: Readonly<Record<string, string>>;
};

export function makePrefixes({ inScope = {}, wished = {} }: PrefixOptions = {}): Prefixes {
  const byNamespace = new Map<string, string>();
  const taken = new Set([...Object.keys(epcisPrefixes), ...epcisTerms]);
  const used = new Map<string, string>();
  const known = Object.entries({ ...epcisPrefixes, cbvmda: CBV_MASTER_DATA, ...inScope });
  for (const [prefix, ns] of known) {
    byNamespace.set(ns, prefix);
    taken.add(prefix);
  }
  const isFree = (prefix: string, ns: string): boolean => isPrefix(prefix) && (!taken.has(prefix) || isSame(prefix, ns));

  function bind(prefix: string, ns: string): string {
    byNamespace.set(ns, prefix);
    taken.add(prefix);
    return prefix;
  }

  for (const [prefix, ns] of Object.entries(wished)) if (!byNamespace.has(ns) && isFree(prefix, ns)) bind(prefix, ns);
  const given = new Set([...known.map(([, ns]) => ns)]);

  function prefixOf(ns: string, wanted: string): string {
    const prefix = byNamespace.get(ns) ?? bind(isFree(wanted, ns) ? wanted : variant(wanted), ns);
    if (!given.has(ns)) used.set(prefix, ns);
    return prefix;
  }

  function variant(wanted: string): string {
    const base = isPrefix(wanted) ? wanted : 'ext';
    let prefix = base;
    for (let n = 1; taken.has(prefix); n++) prefix = `${base}${n}`;
    return prefix;
  }

  return {
    nameOf: ({ ns, name, prefix }) => (ns === '' ? name : `${prefixOf(ns, prefix)}:${toUri(name)}`),
    declared: () => Object.fromEntries(used),
  };
}

/** Before a colon it has to make a URI by GS1's schema, and none of those there are. */
const isPrefix = (text: string): boolean => /^[A-Za-z][A-Za-z0-9.+-]*$/.test(text) && !isScheme(text);

/** The EPCIS context protects its prefixes; the same binding again is no redefinition, and it is kept as it was declared. */
const isSame = (prefix: string, ns: string): boolean => Object.hasOwn(epcisPrefixes, prefix) && epcisPrefixes[prefix] === ns;

/** A name as part of a URI: characters that none may have are escaped (RFC 3987 section 3.1). `scope.ts` turns them back. */
const toUri = (name: string): string =>
  /^[\w.~-]*$/.test(name)
    ? name
    : name.toWellFormed().replace(/%(?![0-9a-f]{2})|[^\w.~!$&'()*+,;=:@/?%-]/giu, (character) => encodeURIComponent(character));
