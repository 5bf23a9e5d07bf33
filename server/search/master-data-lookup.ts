/** Answers the questions to master data that a query asks, from the elements as a snapshot sees them. */
import type { VocabularyElement } from '../epcis/document.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import type { MasterDataReader, RecordedElement, Snapshot } from '../ports/event-store.ts';
import { isOfType, type MasterDataLookup, satisfies, vocabularyType } from '../query/master-data.ts';
import { HubProblem } from '../runtime/problem.ts';

/** Elements read at a time. */
const PER_READ = 500;
/** Every element found becomes a term of the query. */
const MOST_FOUND = 10_000;

export function lookupIn(store: MasterDataReader, snapshot: Snapshot): MasterDataLookup {
  return {
    within: (types, keys) => keysBelow(store, (element) => isOfType(element, types), keys, snapshot),
    find: async (types, asked) => {
      const uris = types.length > 0 ? types.map(vocabularyType) : await store.elementTypes();
      const found = new Set<string>();
      for (const uri of uris) {
        for await (const { element } of elementsOf(store, uri, snapshot)) {
          if (satisfies(element, asked)) found.add(element.id);
          if (found.size > MOST_FOUND) throw tooMany(asked.names);
        }
      }
      return [...found];
    },
  };
}

/** Keys of these and of all below them, to any depth, through the elements that have a part in it. */
export async function keysBelow(
  store: Pick<MasterDataReader, 'elements'>,
  hasPart: (element: VocabularyElement) => boolean,
  keys: readonly string[],
  snapshot: Snapshot,
): Promise<readonly string[]> {
  const seen = new Set(keys);
  const childrenOf = (element: VocabularyElement): readonly string[] =>
    hasPart(element) ? element.children.map(identifierKey) : [];
  let level = keys;
  while (level.length > 0) {
    const found = await store.elements(level, snapshot);
    level = [...new Set(found.flatMap(({ element }) => childrenOf(element)))].filter((key) => !seen.has(key));
    for (const key of level) seen.add(key);
  }
  return [...seen];
}

/** Every element of a type, in the order of their keys. */
export async function* elementsOf(
  store: Pick<MasterDataReader, 'elementsOfType'>,
  type: string,
  snapshot: Snapshot,
  after = '',
): AsyncGenerator<RecordedElement> {
  let from = after;
  for (;;) {
    const page = await store.elementsOfType(type, snapshot, from, PER_READ);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PER_READ) return;
    from = identifierKey(last.element.id);
  }
}

const tooMany = (attributes: readonly string[]): HubProblem =>
  new HubProblem(
    'query-too-complex',
    `More than ${MOST_FOUND} master data elements answer to the attribute ${attributes.join(', ')}; ask for a rarer value.`,
    { name: attributes[0] ?? '' },
  );
