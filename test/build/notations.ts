/** The same identifier, word or instant in its many spellings, for tests that must not care which one is written. */
import { digitalLinkOf, identifierKey } from '../../server/epcis/identifier/key.ts';
import { toInstant } from '../../server/epcis/time.ts';
import { printWord, type VocabularyName } from '../../server/epcis/vocabulary/cbv.ts';

/** The URN itself, and where it is a GS1 key Digital Links on two domains and the element string. */
export function notationsOf(urn: string): readonly string[] {
  const key = identifierKey(urn);
  if (key === urn) return [urn];
  const link = digitalLinkOf(key);
  return [urn, link, link.replace('https://id.gs1.org/', 'http://example.org/some/path/'), elementString(key)];
}

function elementString(key: string): string {
  const parts = key.split('/');
  return parts.map((part, i) => (i % 2 === 0 ? `(${part})` : decodeURIComponent(part))).join('');
}

export const wordNotations = (vocabulary: VocabularyName, word: string): readonly string[] =>
  (['bare', 'urn', 'web-uri'] as const).map((notation) => printWord(vocabulary, word, notation));

/** UTC, and the local times of two places. */
export const timeNotations = (ms: number): readonly string[] =>
  [0, 120, -330].map((offset) => toInstant(ms + offset * 60_000).replace('Z', zone(offset)));

function zone(offset: number): string {
  if (offset === 0) return 'Z';
  const minutes = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
