/**
 * Is an identifier, in whatever notation it is written, one of those asked for? Made for lists of a million: reading an
 * identifier costs much more than seeing that it cannot be the one.
 */
import { identifierKey } from '../epcis/identifier/key.ts';
import { type Pattern, patternCovers } from '../epcis/identifier/pattern.ts';
import type { EpcMatcher } from './ast.ts';

/** With more keys than this, reading the identifier once is cheaper than looking for the end of each. */
const FEW = 4;

/** @returns a test for identifiers as written */
export function makeCoverage(matchers: readonly EpcMatcher[]): (text: string) => boolean {
  const keys = new Set(matchers.flatMap((matcher) => (matcher.kind === 'key' ? [matcher.key] : [])));
  const patterns = matchers.filter((matcher) => matcher.kind === 'pattern');
  const covers = (text: string): boolean => {
    const key = identifierKey(text);
    return keys.has(key) || patterns.some((pattern) => hasItsPrefix(pattern, text) && patternCovers(pattern, key, text));
  };
  const marks = [...keys].map(markOf);
  if (patterns.length > 0 || marks.length > FEW || marks.includes('')) return covers;
  return (text) => (marks.some((mark) => text.includes(mark)) || text.includes('%')) && covers(text);
}

/**
 * A URN says where its company prefix ends, and a pattern's component is a whole one: `952123` does not cover `9521234`. Of
 * a Digital Link nobody can tell.
 */
function hasItsPrefix({ components: [first = '*'] }: Pattern, text: string): boolean {
  if (first === '*' || !text.startsWith('urn:epc:')) return true;
  const scheme = text.indexOf(':', 'urn:epc:'.length);
  return text.startsWith(`${first}.`, text.indexOf(':', scheme + 1) + 1);
}

/**
 * Characters that every notation of a key holds one after the other, unless it escapes some; '' where there are none to be
 * sure of. In URNs the check digit is missing and a dot divides company prefix and reference.
 */
function markOf(key: string): string {
  const slash = key.indexOf('/');
  const mark = slash < 2 || slash > 4 ? key : markOfKey(key.slice(0, slash), key);
  return /^[\w.:/-]+$/.test(mark) ? mark : '';
}

function markOfKey(ai: string, key: string): string {
  const last = key.slice(key.lastIndexOf('/') + 1);
  // At most 12 digits are the company prefix: the last four before the check digit are of one component.
  if (ai === '00') return last.slice(13, 17);
  if (ai === '8003') return last.slice(14);
  if (ai === '253' || ai === '255') return last.slice(13);
  const isQualified = key.indexOf('/') + 1 < key.length - last.length;
  return isQualified && /^[0-9A-Za-z]+$/.test(last) ? last : '';
}
