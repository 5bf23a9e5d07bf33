/**
 * The groups an EPC belongs to: its scheme, the first six digits of its company prefix, its class. They are terms, so
 * that a pattern of pure identities finds its events in an index; `matches` then compares component by component.
 *
 * A key does not tell where its company prefix ends. Six digits is the shortest there is, so that every pattern with a
 * company prefix names exactly one of these groups.
 */
import type { EpcMatcher } from './ast.ts';

export type EpcGroups = {
  /** `sgtin`, `sscc`, …, `gid`; undefined for what is no EPC. */
  readonly scheme: string | undefined;
  readonly prefix: string | undefined;
  /** The class's own key, or the GLN of a sub-location. */
  readonly class: string | undefined;
};

/** For each primary key: scheme, where the company prefix begins, length of the part that is the class (0: has none). */
const primaryKeys: Readonly<Record<string, readonly [scheme: string, prefixAt: number, classLength: number]>> = {
  '00': ['sscc', 1, 0],
  '01': ['sgtin', 1, 14],
  '253': ['gdti', 0, 13],
  '255': ['sgcn', 0, 13],
  '401': ['ginc', 0, 0],
  '402': ['gsin', 0, 0],
  '414': ['sgln', 0, 13],
  '417': ['pgln', 0, 0],
  '8003': ['grai', 1, 14],
  '8004': ['giai', 0, 0],
  '8006': ['itip', 1, 18],
  '8010': ['cpi', 0, Number.POSITIVE_INFINITY],
  '8017': ['gsrnp', 0, 0],
  '8018': ['gsrn', 0, 0],
};

const PREFIX_LENGTH = 6;
const noGroups: EpcGroups = { scheme: undefined, prefix: undefined, class: undefined };

/** @param key as `identifierKey` gives it */
export function groupsOf(key: string): EpcGroups {
  const slash = key.indexOf('/');
  const rule = slash < 2 || slash > 4 ? undefined : primaryKeys[key.slice(0, slash)];
  if (rule === undefined) return key.startsWith('urn:epc:') ? groupsOfUrn(key) : noGroups;
  const [scheme, prefixAt, classLength] = rule;
  const begin = slash + 1;
  const next = key.indexOf('/', begin);
  const end = next < 0 ? key.length : next;
  return {
    scheme: scheme === 'sgtin' ? schemeOfGtin(key, end) : scheme,
    prefix: key.slice(begin + prefixAt, begin + prefixAt + PREFIX_LENGTH),
    class: classLength === 0 ? undefined : key.slice(0, Math.min(begin + classLength, end)),
  };
}

function schemeOfGtin(key: string, end: number): string {
  if (key.startsWith('/10/', end)) return 'lgtin';
  return key.startsWith('/235/', end) ? 'upui' : 'sgtin';
}

/** EPCs that have no application identifier (GID, ADI, …), malformed ones, and wide patterns that stand in an event. */
function groupsOfUrn(urn: string): EpcGroups {
  const [, , , scheme, ...rest] = urn.split(':');
  const first = rest.join(':').split('.', 1)[0];
  if (scheme === undefined || first === undefined) return noGroups;
  return { scheme, prefix: prefixGroup(scheme, first), class: undefined };
}

const urnOnlySchemes = new Set(['gid', 'usdod', 'adi', 'bic', 'imovn']);

/** Company prefixes by their first digits; what stands in their place in a scheme without one, whole. */
const prefixGroup = (scheme: string, first: string): string =>
  urnOnlySchemes.has(scheme) ? first : first.slice(0, PREFIX_LENGTH);

export type EpcGroup = readonly [kind: 'scheme' | 'prefix' | 'class', value: string];

/** As parts of terms; class and prefix with their scheme before them. */
export function groupTermsOf({ scheme, prefix, class: ofClass }: EpcGroups): readonly EpcGroup[] {
  if (scheme === undefined) return [];
  const groups: EpcGroup[] = [['scheme', scheme]];
  if (prefix !== undefined) groups.push(['prefix', `${scheme}:${prefix}`]);
  if (ofClass !== undefined) groups.push(['class', `${scheme}:${ofClass}`]);
  return groups;
}

/** The smallest group that holds everything a pattern covers. */
export function groupOfPattern(
  pattern: Extract<EpcMatcher, { readonly kind: 'pattern' }>,
  classKey: (urn: string) => string,
): EpcGroup {
  const { scheme, components } = pattern;
  const [first = '*'] = components;
  const last = components.length - 1;
  const isClass = components.indexOf('*') === last;
  const groups = isClass ? groupsOf(classKey(`urn:epc:idpat:${scheme}:${components.join('.')}`)) : undefined;
  if (groups?.class !== undefined) return ['class', `${scheme}:${groups.class}`];
  return first === '*' ? ['scheme', scheme] : ['prefix', `${scheme}:${prefixGroup(scheme, first)}`];
}
