/** Error declarations and persistent dispositions. */
import type { Rule } from './rule.ts';

export const declarationRules: readonly Rule[] = [
  {
    id: 'corrective-events-of-nothing',
    section: 'EPCIS 2.0, ErrorDeclaration; CBV 2.0, error reasons',
    summary: 'What did not occur has no corrective events.',
    severity: 'warning',
    check: function* ({ errorDeclaration }) {
      if (errorDeclaration?.reason?.word !== 'did_not_occur' || !errorDeclaration.correctiveEventIDs?.length) return;
      yield {
        message: 'The event is declared not to have occurred, and names events that correct it.',
        hint: 'Say incorrect_data, or name none.',
      };
    },
  },
  {
    id: 'correction-missing',
    section: 'EPCIS 2.0, ErrorDeclaration; CBV 2.0, error reasons',
    summary: 'Incorrect data is given again by a corrective event.',
    severity: 'note',
    check: function* ({ errorDeclaration }) {
      if (errorDeclaration?.reason?.word !== 'incorrect_data' || errorDeclaration.correctiveEventIDs?.length) return;
      yield {
        message: 'The event is declared incorrect, and no event is named that says what is right.',
        hint: 'Name it in correctiveEventIDs.',
      };
    },
  },
  {
    id: 'disposition-set-and-unset',
    section: 'EPCIS 2.0, PersistentDisposition',
    summary: 'No disposition is set and unset by one event.',
    severity: 'warning',
    check: function* ({ persistentDisposition }) {
      const unset = new Set(persistentDisposition?.unset?.map(({ word }) => word));
      for (const { word } of persistentDisposition?.set ?? []) {
        if (unset.has(word))
          yield { message: `persistentDisposition sets and unsets ${word}.`, hint: 'Leave one of the two out.' };
      }
    },
  },
];
