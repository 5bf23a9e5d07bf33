/** What somebody who wrote a word that no vocabulary has most probably meant. */
import { type VocabularyName, vocabularies } from './words.ts';

/**
 * The standard word that a retired or misspelt one most probably stands for.
 *
 * @param word in any notation; a URI of another vocabulary or of somebody's own gets no suggestion
 * @returns a bare word, or undefined where the word is standard already or none is near
 */
export function suggestWord(vocabulary: VocabularyName, word: string): string | undefined {
  const { words, retired } = vocabularies[vocabulary];
  const bare = withoutBeginning(vocabulary, word.trim());
  if (bare === undefined || words.includes(bare)) return undefined;
  const plain = flatten(bare);
  if (plain === '') return undefined;
  const replaced = Object.entries(retired).find(([old]) => flatten(old) === plain)?.[1];
  if (replaced !== undefined) return replaced;
  return (
    words.find((candidate) => flatten(candidate) === plain) ??
    only(words.filter((w) => stem(w) === stem(plain))) ??
    nearest(words, plain)
  );
}

/** The word without what a notation of its own vocabulary puts before it; undefined for other URIs. */
function withoutBeginning(vocabulary: VocabularyName, text: string): string | undefined {
  const { urn, webUri, alsoRead, curie } = vocabularies[vocabulary];
  const lower = text.toLowerCase();
  for (const beginning of [webUri, curie, ...alsoRead, ...(urn === undefined ? [] : [urn])])
    if (lower.startsWith(beginning.toLowerCase())) return text.slice(beginning.length);
  return text.includes(':') ? undefined : text;
}

/** Case, spaces, hyphens and underscores do not count. */
const flatten = (word: string): string => word.toLowerCase().replace(/[\s_-]+/g, '');

/** `shipped`, `ship` and `shipping` have one stem. */
const stem = (word: string): string =>
  flatten(word)
    .replace(/(ing|ed|es|er|e|s)$/, '')
    .replace(/([b-df-hj-np-tv-z])\1$/, '$1');

const only = (found: readonly string[]): string | undefined => (found.length === 1 ? found[0] : undefined);

/** The one word that is nearer than all others and differs in a quarter of its letters at most. */
function nearest(words: readonly string[], plain: string): string | undefined {
  const ranked = words.map((word) => ({ word, edits: editDistance(flatten(word), plain) })).toSorted((a, b) => a.edits - b.edits);
  const [first, second] = ranked;
  if (!first || first.edits > Math.max(1, Math.floor(plain.length / 4))) return undefined;
  return second?.edits === first.edits ? undefined : first.word;
}

/** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
