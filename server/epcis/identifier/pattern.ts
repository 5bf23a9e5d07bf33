/**
 * Pure-identity patterns, as MATCH_ parameters take them: `urn:epc:idpat:sgtin:0614141.112345.*`.
 *
 * @source EPC Tag Data Standard, "Pure identity pattern URI"; EPCIS 2.0 section 8.2.7.1.1
 */
import { escapeMinimally, isAllDigits, type ReadMode, unescapeUrn } from './character-set.ts';
import { componentsOf, splitComponents } from './components.ts';
import { keyRules, LONGEST_PREFIX, parseKey, qualifierRules, type Run, runFault, SHORTEST_URN_PREFIX } from './gs1-key.ts';
import { classify, componentCount, type Gs1Scheme, isGs1Scheme, type Scheme, type SchemeRule, schemeRules } from './scheme.ts';
import { isUrnOnlyScheme, urnOnlyComponents } from './urn-only.ts';

export type Pattern = {
  readonly scheme: Scheme;
  /** Components after the scheme in canonical spelling, `*` for any. */
  readonly components: readonly string[];
};

/**
 * Reads a pattern of a query. Any component may be `*`, also with others after it that are not; none has to be.
 *
 * @returns undefined where the text is no pattern: another kind of URI, a `*` inside of a component, a range
 */
export function parsePattern(text: string): Pattern | undefined {
  const match = /^urn:epc:idpat:([a-z]+):(.*)$/s.exec(text);
  const [, scheme = '', body = ''] = match ?? [];
  if (!isGs1Scheme(scheme) && !isUrnOnlyScheme(scheme)) return undefined;
  const pattern = readPattern(scheme, body, 'strict');
  return typeof pattern === 'string' ? undefined : pattern;
}

/** Reads the components of a pattern, each by itself; returns what is wrong where they are none. */
export function readPattern(scheme: Scheme, body: string, mode: ReadMode): Pattern | string {
  const count = isGs1Scheme(scheme) ? componentCount(schemeRules[scheme]) : urnOnlyComponents[scheme];
  const parts = splitComponents(body, count);
  if (parts.length < count) return `${scheme}: ${parts.length} components, ${count} are needed`;
  if (parts.some((part) => part !== '*' && part.includes('*'))) return `${scheme}: * stands for a whole component`;
  if (!isGs1Scheme(scheme)) return { scheme, components: parts };
  const components: string[] = [];
  for (const [i, part] of parts.entries()) {
    const read = part === '*' ? part : readComponent(scheme, parts, i, mode);
    if (typeof read !== 'string') return `${scheme}: ${read.fault}`;
    components.push(read);
  }
  return { scheme, components };
}

/** A literal component in canonical spelling, or what is wrong with it. */
function readComponent(
  scheme: Gs1Scheme,
  parts: readonly string[],
  i: number,
  mode: ReadMode,
): string | { readonly fault: string } {
  const rule = schemeRules[scheme];
  const part = parts[i] ?? '';
  if (i === 0) return prefixComponent(part);
  if (i === 1 && rule.digits > 0) return referenceComponent(rule, parts[0] ?? '', part);
  if (i > 1 && i < 2 + rule.pieces) return /^[0-9]{2}$/.test(part) ? part : { fault: 'piece and total have two digits each' };
  const plain = unescapeUrn(part, mode);
  if (plain === undefined) return { fault: 'a character is bare that has to be escaped, or the other way round' };
  const fault = runFault('component', plain, i === 1 ? freeRun(rule, mode) : serialRun(rule));
  return fault === undefined ? escapeMinimally(plain) : { fault };
}

function prefixComponent(part: string): string | { readonly fault: string } {
  const isPrefix = part.length >= SHORTEST_URN_PREFIX && part.length <= LONGEST_PREFIX && isAllDigits(part);
  return isPrefix ? part : { fault: `a company prefix has 6 to 12 digits, not ${JSON.stringify(part)}` };
}

function referenceComponent({ digits }: SchemeRule, prefix: string, part: string): string | { readonly fault: string } {
  const isRight = isAllDigits(part) && (prefix === '*' || prefix.length + part.length === digits);
  return isRight
    ? part
    : { fault: `company prefix and reference have ${digits} digits together, not ${prefix.length} and ${JSON.stringify(part)}` };
}

const freeRun = ({ ai }: SchemeRule, mode: ReadMode): Run => ({ ...keyRules[ai].rest, min: mode === 'tolerant' ? 0 : 1 });

const serialRun = ({ ai, serial }: SchemeRule): Run =>
  serial === 'inside' || serial === 'none' ? { ...keyRules[ai].rest, min: 1 } : qualifierRules[serial];

/** Does the pattern stand for one class: everything but the serial is given, and the scheme has such classes? */
export const isClassPattern = ({ scheme, components }: Pattern): boolean =>
  isGs1Scheme(scheme) && schemeRules[scheme].hasClassPattern && components.indexOf('*') === components.length - 1;

/**
 * Does a pattern cover an identifier? Component by component: `*` covers anything, a literal only itself. A class is
 * covered as the pattern that names it, so `sgtin:P.*.*` covers the class `01/GTIN`, and a literal serial does not.
 *
 * A key does not tell the length of its company prefix; that of the pattern splits it. Where the pattern's prefix is `*`
 * but not all that follows, only the URN the identifier was written as can tell.
 *
 * @param key the identifier as `identifierKey` gives it
 * @param text as written; needed for that last case only
 */
export function patternCovers(pattern: Pattern, key: string, text: string = key): boolean {
  const { scheme, components } = pattern;
  if (!isGs1Scheme(scheme)) return coversUrn(pattern, text);
  if (!key.startsWith(`${schemeRules[scheme].ai}/`)) return false;
  const parsed = parseKey(key);
  if (!parsed || classify(parsed).scheme !== scheme) return false;
  if (components.every((component) => component === '*')) return true;
  if (components[0] === '*') return coversUrn(pattern, text);
  const given = componentsOf(parsed, scheme, components[0]?.length ?? 0);
  return components.every((component, i) => component === '*' || component === given[i]);
}

function coversUrn({ scheme, components }: Pattern, text: string): boolean {
  const match = /^urn:epc:(?:id|class|idpat):([a-z]+):(.*)$/s.exec(text);
  if (match?.[1] !== scheme) return false;
  const given = splitComponents(match[2] ?? '', components.length);
  return given.length === components.length && components.every((component, i) => component === '*' || component === given[i]);
}
