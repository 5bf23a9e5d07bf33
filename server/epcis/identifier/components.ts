/**
 * The components of EPC URNs, and those a key would have in one.
 *
 * @source EPC Tag Data Standard, section "EPC URI"
 */
import { escapeMinimally, isAllDigits } from './character-set.ts';
import { type Gs1Key, keyRules, LONGEST_PREFIX, SHORTEST_URN_PREFIX } from './gs1-key.ts';
import { type Gs1Scheme, schemeRules } from './scheme.ts';

/** Splits at dots into so many parts; the last one keeps its dots. */
export function splitComponents(body: string, count: number): readonly string[] {
  const parts = body.split('.');
  return parts.length <= count ? parts : [...parts.slice(0, count - 1), parts.slice(count - 1).join('.')];
}

/**
 * Components of a key in canonical spelling, `*` for the serial that a class leaves open.
 *
 * @param prefixLength digits of the company prefix; the caller has made sure that they are there
 */
export function componentsOf(key: Gs1Key, scheme: Gs1Scheme, prefixLength: number): readonly string[] {
  const { value, qualifier } = key;
  const { digits, lead, pieces, serial } = schemeRules[scheme];
  const { prefixAt } = keyRules[key.ai];
  const end = digits === 0 ? value.length : digits + (lead === 'filler' ? 1 : 0);
  const reference = (lead === 'reference' ? (value[0] ?? '') : '') + value.slice(prefixAt + prefixLength, end);
  const head = [value.slice(prefixAt, prefixAt + prefixLength), escapeMinimally(reference)];
  if (pieces > 0) head.push(value.slice(14, 16), value.slice(16, 18));
  if (serial === 'none') return head;
  // An SGLN without extension says so with 0.
  const last = serial === 'inside' ? value.slice(end + 1) : (qualifier?.value ?? (serial === '254' ? '0' : ''));
  return [...head, last === '' ? '*' : escapeMinimally(last)];
}

/**
 * Why a key cannot begin with a company prefix of that length; undefined where it can.
 *
 * @param prefixLength digits
 */
export function prefixFault({ ai, value }: Gs1Key, prefixLength: number): string | undefined {
  if (!Number.isInteger(prefixLength) || prefixLength < SHORTEST_URN_PREFIX || prefixLength > LONGEST_PREFIX)
    return `a company prefix has 6 to 12 digits, not ${prefixLength}`;
  const { digits, prefixAt } = keyRules[ai];
  const end = prefixAt + prefixLength;
  if (value.length < end || !isAllDigits(value, prefixAt, end))
    return `(${ai}) does not begin with a company prefix of ${prefixLength} digits`;
  return digits === 0 && value.length === end
    ? `(${ai}): nothing follows the company prefix of ${prefixLength} digits`
    : undefined;
}
