/**
 * Names of fields and types that are somebody's own, in the one form they are compared by.
 *
 * Namespaces are compared literally, with two allowances: a `#` at the end does not count, because XML writes
 * `http://ns.example.com/epcis` where JSON-LD needs `http://ns.example.com/epcis#`; and the namespace of the CBV's own
 * master data attributes ends in `:` in JSON-LD only.
 */

const MASTER_DATA_ATTRIBUTES = 'urn:epcglobal:cbv:mda';

export function namespaceKey(ns: string): string {
  if (ns === `${MASTER_DATA_ATTRIBUTES}:`) return MASTER_DATA_ATTRIBUTES;
  return ns.endsWith('#') ? ns.slice(0, -1) : ns;
}

/** `namespace#name`; `#name` without a namespace. */
export const qualifiedName = (ns: string, name: string): string => `${namespaceKey(ns)}#${name}`;
