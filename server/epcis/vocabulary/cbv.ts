/**
 * Words of the CBV vocabularies in every notation: bare, URN, Web URI, compact URI.
 *
 * @source CBV 2.0 section 7; EPCIS 2.0 JSON-LD context
 */
import type { Word } from '../event.ts';
import { CBV_NAMESPACE, GS1_NAMESPACE, type VocabularyName, vocabularies } from './words.ts';

export type { VocabularyName } from './words.ts';

export type WordNotation = 'bare' | 'urn' | 'web-uri';

/** From every notation of every standard word to the bare word, by vocabulary. */
const bareOf: Readonly<Record<VocabularyName, ReadonlyMap<string, string>>> = {
  bizStep: notationsOf('bizStep'),
  disposition: notationsOf('disposition'),
  bizTransactionType: notationsOf('bizTransactionType'),
  sourceDestinationType: notationsOf('sourceDestinationType'),
  errorReason: notationsOf('errorReason'),
  component: notationsOf('component'),
  measurementType: notationsOf('measurementType'),
  sensorAlert: notationsOf('sensorAlert'),
};

function notationsOf(name: VocabularyName): ReadonlyMap<string, string> {
  const { words, urn, webUri, alsoRead, curie } = vocabularies[name];
  const beginnings = ['', webUri, curie, ...alsoRead, ...(urn === undefined ? [] : [urn])];
  return new Map(words.flatMap((word) => beginnings.map((beginning) => [beginning + word, word] as const)));
}

/**
 * Reads a word in whatever notation. Never fails: a word the vocabulary does not have stays as written, trimmed, with a
 * leading `cbv:` or `gs1:` expanded; a word of an earlier CBV version is such a one.
 */
export function readWord(vocabulary: VocabularyName, text: string): Word {
  const trimmed = text.trim();
  return { word: bareOf[vocabulary].get(trimmed) ?? expandCurie(trimmed), text };
}

function expandCurie(text: string): string {
  if (text.startsWith('cbv:')) return CBV_NAMESPACE + text.slice(4);
  return text.startsWith('gs1:') ? GS1_NAMESPACE + text.slice(4) : text;
}

/** Is this bare word one of the vocabulary's? */
export const isStandardWord = (vocabulary: VocabularyName, word: string): boolean => bareOf[vocabulary].get(word) === word;

/**
 * Writes a bare standard word. Where the vocabulary has no URNs, its Web URI is the URN notation, too. Any other word, a
 * private URI among them, is written as it is.
 */
export function printWord(vocabulary: VocabularyName, word: string, notation: WordNotation): string {
  if (notation === 'bare' || !isStandardWord(vocabulary, word)) return word;
  const { urn, webUri } = vocabularies[vocabulary];
  return (notation === 'urn' && urn !== undefined ? urn : webUri) + word;
}

/** The vocabulary's words, bare, in the order of the standard. */
export const standardWords = (vocabulary: VocabularyName): readonly string[] => vocabularies[vocabulary].words;
