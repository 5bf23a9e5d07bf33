/** Words as JSON has them: bare where the standard has the word, else a URI, short where it was short. */
import type { Word } from '../../epcis/event.ts';
import { isStandardWord, type VocabularyName } from '../../epcis/vocabulary/cbv.ts';
import { vocabularies } from '../../epcis/vocabulary/words.ts';
import type { Prefixes } from './prefixes.ts';

export function printWord(vocabulary: VocabularyName, value: Word, prefixes: Prefixes): string {
  const { word } = value;
  if (isStandardWord(vocabulary, word) || !word.includes(':')) return word;
  return shortened(value, prefixes) ?? inJson(word);
}

/** A private word that was shortened by a prefix is written so again: event hashes know it by that. */
function shortened({ word, text }: Word, prefixes: Prefixes): string | undefined {
  const short = text.trim();
  const colon = short.indexOf(':');
  const name = short.slice(colon + 1);
  if (colon < 1 || name === '' || short === word || !word.endsWith(name) || name.startsWith('//')) return undefined;
  return prefixes.nameOf({ ns: word.slice(0, -name.length), name, prefix: short.slice(0, colon) });
}

/** Notations of CBV words that GS1's JSON Schema refuses, of words that no list has, too, and what it takes instead. */
const notations: readonly (readonly [string, string])[] = Object.values(vocabularies).flatMap(
  ({ urn, webUri, alsoRead, curie }) => {
    const written = curie.startsWith('gs1:') ? curie : webUri;
    return [...(urn === undefined ? [] : [urn]), ...alsoRead, webUri]
      .filter((other) => other !== written)
      .map((other) => [other, written] as const);
  },
);

function inJson(word: string): string {
  const found = notations.find(([beginning]) => word.startsWith(beginning));
  return found ? found[1] + word.slice(found[0].length) : word;
}
