/** Which prefix stands for which namespace in what is written. */
import type { EpcisEvent, Extension } from '../../epcis/event.ts';
import { epcisPrefixes, epcisTerms } from './known-contexts.ts';

export type Prefixes = {
  /** `prefix:name`, the bare name where there is no namespace. The prefix wished for is taken unless it means another namespace. */
  nameOf(field: Pick<Extension, 'ns' | 'name' | 'prefix'>): string;
  /** Prefixes that must be declared for what was named so far, prefix to namespace; those of the EPCIS context aside. */
  declared(): Readonly<Record<string, string>>;
};

/** @param given prefixes to be used where their namespaces occur */
export function makePrefixes(given: Readonly<Record<string, string>> = {}): Prefixes {
  const byNamespace = new Map(Object.entries(epcisPrefixes).map(([prefix, ns]) => [ns, prefix]));
  const taken = new Set([...Object.keys(epcisPrefixes), ...epcisTerms]);
  const used = new Map<string, string>();
  for (const [prefix, ns] of Object.entries(given)) {
    if (taken.has(prefix) || byNamespace.has(ns)) continue;
    byNamespace.set(ns, prefix);
    taken.add(prefix);
  }

  function prefixOf(ns: string, wished: string): string {
    const known = byNamespace.get(ns);
    if (known !== undefined) {
      if (epcisPrefixes[known] !== ns) used.set(known, ns);
      return known;
    }
    const base = /^[A-Za-z][\w.-]*$/.test(wished) ? wished : 'ext';
    let prefix = base;
    for (let n = 1; taken.has(prefix); n++) prefix = `${base}${n}`;
    byNamespace.set(ns, prefix);
    taken.add(prefix);
    used.set(prefix, ns);
    return prefix;
  }

  return {
    nameOf: ({ ns, name, prefix }) => (ns === '' ? name : `${prefixOf(ns, prefix)}:${name}`),
    declared: () => Object.fromEntries(used),
  };
}

/** The prefixes that an event's own `@context` bound: they are wished for first. */
export const ownPrefixes = (event: EpcisEvent): Readonly<Record<string, string>> => event.context ?? {};
