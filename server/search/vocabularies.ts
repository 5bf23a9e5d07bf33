/**
 * Master data, page by page, as the repository is or as it was known at a time.
 *
 * @source EPCIS 2.0 section 8.2.7.2, SimpleMasterDataQuery
 */
import { identifierKey } from '../epcis/identifier/key.ts';
import type { EventStore, RecordedElement, Snapshot } from '../ports/event-store.ts';
import type { Principal } from '../ports/principal.ts';
import { everything } from '../query/ast.ts';
import { hasAttributes, type MasterDataQuery, projected } from '../query/master-data-query.ts';
import { decodePageToken, encodePageToken, queryDigest } from '../query/page-token.ts';
import { HubProblem } from '../runtime/problem.ts';
import { BEGINNING } from './list-page.ts';
import type { Listed, ListRequest } from './lists.ts';
import { elementsOf, keysBelow } from './master-data-lookup.ts';
import { type PlaceDeps, TOKEN_LIFE } from './page-tokens.ts';

export type VocabularyRequest = ListRequest & {
  /** Vocabulary type URI. */
  readonly type: string;
  readonly query: MasterDataQuery;
  /** As the hub knew it then: ms since 1970. */
  readonly knownAt?: number;
};

export type ListedElements = { readonly elements: readonly RecordedElement[]; readonly next?: NonNullable<Listed['next']> };

export type Vocabularies = {
  /** Vocabulary type URIs of which there are elements. */
  types(principal: Principal, knownAt?: number): Promise<readonly string[]>;
  /** Elements in the order of their keys. @throws HubProblem resource-unknown, query-too-large, page-token-invalid */
  elements(principal: Principal, request: VocabularyRequest): Promise<ListedElements>;
};

type Deps = PlaceDeps & { readonly events: EventStore };

/** How long a page is filled before it is given as far as it has come, ms. */
const PATIENCE = 5_000;

export const makeVocabularies = (deps: Deps): Vocabularies => ({
  types: async (_principal, knownAt) => {
    const snapshot = await deps.events.snapshot(knownAt);
    const types = await deps.events.elementTypes();
    const isSeen = await Promise.all(types.map((type) => hasElements(deps, type, snapshot)));
    return types.filter((_, i) => isSeen[i]).toSorted();
  },
  elements: (principal, request) => readElements(deps, principal, request),
});

const hasElements = async ({ events }: Deps, type: string, snapshot: Snapshot): Promise<boolean> =>
  (await events.elementsOfType(type, snapshot, '', 1)).length > 0;

async function readElements(deps: Deps, principal: Principal, request: VocabularyRequest): Promise<ListedElements> {
  const { type, query, knownAt, perPage, pageToken } = request;
  const digest = queryDigest(everything, principal.name, 'vocabulary', type, JSON.stringify([query, knownAt]));
  const { snapshot, place } = pageToken === undefined ? await begin(deps, request) : await goOn(deps, digest, pageToken);
  const end = deps.clock() + PATIENCE;
  const elements: RecordedElement[] = [];
  let last = place;
  const next = (): NonNullable<ListedElements['next']> => {
    const expires = deps.clock() + TOKEN_LIFE;
    return { token: encodePageToken(deps.tokenKey, digest, { snapshot, cursor: BEGINNING, place: last }, expires), expires };
  };
  for await (const found of asked(deps, request, snapshot, place)) {
    const isHit = hasAttributes(found.element, query);
    if (elements.length === perPage && isHit) return { elements, next: next() };
    if (isHit) elements.push({ ...found, element: projected(found.element, query) });
    last = identifierKey(found.element.id);
    if (deps.clock() >= end) return { elements, next: next() };
  }
  return { elements };
}

async function begin(deps: Deps, request: VocabularyRequest): Promise<{ readonly snapshot: Snapshot; readonly place: string }> {
  const { type, query, knownAt } = request;
  const snapshot = await deps.events.snapshot(knownAt);
  if (!(await hasElements(deps, type, snapshot))) {
    throw new HubProblem('resource-unknown', `There is no master data of the type ${type.slice(0, 200)}.`, { name: 'type' });
  }
  const { maxElementCount } = query;
  if (maxElementCount === undefined) return { snapshot, place: '' };
  let count = 0;
  for await (const { element } of asked(deps, request, snapshot, '')) {
    if (hasAttributes(element, query)) count += 1;
    if (count <= maxElementCount) continue;
    throw new HubProblem('query-too-large', `More than ${maxElementCount} elements match; maxElementCount allows no more.`, {
      name: 'maxElementCount',
    });
  }
  return { snapshot, place: '' };
}

async function goOn(deps: Deps, digest: string, token: string) {
  await deps.pageTokens.check(token);
  const { snapshot, place = '' } = decodePageToken(deps.tokenKey, digest, token, deps.clock());
  return { snapshot, place };
}

/** The elements that are asked for by name, or all, in the order of their keys. */
async function* asked(
  { events }: Deps,
  { type, query: { names, within } }: VocabularyRequest,
  snapshot: Snapshot,
  after: string,
): AsyncGenerator<RecordedElement> {
  if (!names && !within) return yield* elementsOf(events, type, snapshot, after);
  const below = within && (await keysBelow(events, (element) => element.type === type, within, snapshot));
  const keys = below && names ? names.filter((key) => below.includes(key)) : (below ?? names ?? []);
  const found = (await events.elements([...new Set(keys)], snapshot)).filter(({ element }) => element.type === type);
  const keyed = found.map((one) => ({ one, key: identifierKey(one.element.id) })).filter(({ key }) => key > after);
  for (const { one } of keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1))) yield one;
}
