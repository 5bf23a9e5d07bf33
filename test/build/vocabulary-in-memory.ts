/** Answers of master data from a list of elements, for tests of queries without a store. */
import type { VocabularyElement } from '../../server/epcis/document.ts';
import { identifierKey } from '../../server/epcis/identifier/key.ts';
import { isOfType, type MasterDataLookup, satisfies } from '../../server/query/master-data.ts';

export function lookupIn(elements: readonly VocabularyElement[]): MasterDataLookup {
  const below = (types: readonly string[], keys: readonly string[]): readonly string[] => {
    const found = new Set(keys);
    // A set that is walked while it grows gives what is added, too.
    for (const key of found)
      for (const element of elements)
        if (isOfType(element, types) && identifierKey(element.id) === key)
          for (const child of element.children) found.add(identifierKey(child));
    return [...found];
  };
  return {
    within: async (types, keys) => below(types, keys),
    find: async (types, asked) =>
      elements.filter((element) => isOfType(element, types) && satisfies(element, asked)).map(({ id }) => id),
  };
}
