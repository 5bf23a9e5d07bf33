/** Words of the Core Business Vocabulary. */
import type { EpcisEvent, Word } from '../../epcis/event.ts';
import { isStandardWord, type VocabularyName } from '../../epcis/vocabulary/cbv.ts';
import { suggestWord } from '../../epcis/vocabulary/suggest-word.ts';
import type { Rule } from './rule.ts';

export const vocabularyRules: readonly Rule[] = [
  {
    id: 'cbv-word-unknown',
    section: 'CBV 2.0, standard vocabularies',
    summary: 'A word in the namespace of the CBV is one that the CBV has.',
    severity: 'warning',
    check: function* (event) {
      for (const [field, vocabulary, { word, text }] of words(event)) {
        if (isStandardWord(vocabulary, word) || !isOfCbv(word, text)) continue;
        const suggestion = suggestWord(vocabulary, word);
        yield {
          message: `${field} "${text}" is no word of the CBV.`,
          hint: suggestion === undefined ? 'Use a standard word, or a URI of your own namespace.' : `Did you mean ${suggestion}?`,
        };
      }
    },
  },
];

function* words(event: EpcisEvent): Generator<readonly [string, VocabularyName, Word]> {
  if (event.bizStep) yield ['bizStep', 'bizStep', event.bizStep];
  if (event.disposition) yield ['disposition', 'disposition', event.disposition];
  for (const word of event.persistentDisposition?.set ?? []) yield ['persistentDisposition', 'disposition', word];
  for (const word of event.persistentDisposition?.unset ?? []) yield ['persistentDisposition', 'disposition', word];
  for (const { type } of event.bizTransactionList ?? []) if (type) yield ['bizTransaction type', 'bizTransactionType', type];
  for (const { type } of event.sourceList ?? []) yield ['source type', 'sourceDestinationType', type];
  for (const { type } of event.destinationList ?? []) yield ['destination type', 'sourceDestinationType', type];
  if (event.errorDeclaration?.reason) yield ['errorDeclaration reason', 'errorReason', event.errorDeclaration.reason];
}

/** A bare word, or one written in a namespace of the CBV. */
const isOfCbv = (word: string, text: string): boolean =>
  !word.includes(':') || /^(urn:epcglobal:cbv:(bizstep|disp|btt|sdt|er):|https?:\/\/(ref|ns)\.gs1\.org\/cbv\/)/.test(text);
