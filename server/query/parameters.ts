/**
 * All parameters of SimpleEventQuery, and which of them a name is.
 *
 * @source EPCIS 2.0 section 8.2.7.1
 */
import { eventParameters } from './event-parameters.ts';
import { extensionParameters } from './extension-parameters.ts';
import { measureParameters } from './measure-parameters.ts';
import type { ParameterRule } from './parameter-rule.ts';

/** Parameters that ask something of each event, in the order in which names are recognised. */
export const parameters: readonly ParameterRule[] = [...eventParameters, ...measureParameters, ...extensionParameters];

/** Parameters about the answer as a whole. */
export const orderParameters = ['orderBy', 'orderDirection', 'eventCountLimit', 'maxEventCount'] as const;

export type OrderParameter = (typeof orderParameters)[number];

const exact = new Map(
  parameters.flatMap((rule) =>
    rule.pattern === undefined ? [rule.name, ...(rule.aliases ?? [])].map((name) => [name, rule] as const) : [],
  ),
);
const open = parameters.flatMap((rule) => (rule.pattern === undefined ? [] : [{ rule, pattern: rule.pattern }]));

/** Longer than any namespace that anybody could mean; what is longer is not looked at. */
const LONGEST_NAME = 2000;

/** The rule for a name as given, with what is filled in; undefined for a name that is no parameter. */
export function findParameter(name: string): { readonly rule: ParameterRule; readonly filledIn: readonly string[] } | undefined {
  if (name.length > LONGEST_NAME || /[\r\n]/.test(name)) return undefined;
  const rule = exact.get(name);
  if (rule !== undefined) return { rule, filledIn: [] };
  for (const { rule: candidate, pattern } of open) {
    const match = pattern.exec(name);
    if (match) return { rule: candidate, filledIn: match.slice(1) };
  }
  return undefined;
}

/** Every name as it is documented. */
export const parameterNames: readonly string[] = [...parameters.map(({ name }) => name), ...orderParameters];

const LONGEST_KNOWN = 2 * Math.max(...parameterNames.map((name) => name.length));

/** What somebody who gave this name may have meant: the nearest names, none where nothing is near. */
export function suggestParameters(name: string): readonly string[] {
  if (name.length > LONGEST_KNOWN) return [];
  const ranked = [...exact.keys(), ...orderParameters, ...parameterNames]
    .map((known) => ({ known, distance: distanceOf(name.toLowerCase(), known.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  const nearest = ranked[0]?.distance ?? Number.POSITIVE_INFINITY;
  if (nearest > Math.max(1, name.length / 4)) return [];
  return [...new Set(ranked.filter(({ distance }) => distance === nearest).map(({ known }) => known))].slice(0, 3);
}

/** Characters to insert, delete or replace. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
