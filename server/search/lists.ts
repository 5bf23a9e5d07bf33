/**
 * Values that events have, page by page: all of a field's, and all EPCs. A page shows the repository as it was when the
 * first one was asked for, and nothing that the asker could not find events by.
 *
 * @source EPCIS 2.0 REST binding: /eventTypes, /epcs, /bizSteps, /bizLocations, /readPoints, /dispositions
 */
import type { EventStore } from '../ports/event-store.ts';
import type { Principal } from '../ports/principal.ts';
import { type EventQuery, everything } from '../query/ast.ts';
import type { Dimension } from '../query/dimensions.ts';
import { decodePageToken, encodePageToken, type PageState, type PageTokenKey, queryDigest } from '../query/page-token.ts';
import type { Clock } from '../runtime/clock.ts';
import { hasEvents } from './has-events.ts';
import { listEpcs } from './list-epcs.ts';
import { BEGINNING, type ListPage, type ListPosition } from './list-page.ts';
import { listValues } from './list-values.ts';
import { type PageTokens, TOKEN_LIFE } from './page-tokens.ts';

export type ListRequest = {
  /** At most so many, 1 or more. Fewer may come although there are more. */
  readonly perPage: number;
  readonly pageToken?: string;
};

export type Listed = {
  /** As they were written first. */
  readonly items: readonly string[];
  /** Present exactly when there may be more. `expires` in ms since 1970. */
  readonly next?: { readonly token: string; readonly expires: number };
};

export type Lists = {
  /** Values of a field, those of the standard first. @throws HubProblem page-token-invalid */
  values(principal: Principal, dimension: Dimension, request: ListRequest): Promise<Listed>;
  /** EPCs in the order in which they were mentioned first. @throws HubProblem page-token-invalid */
  epcs(principal: Principal, request: ListRequest): Promise<Listed>;
  /** Whether there is any such event. */
  hasEvents(principal: Principal, query: EventQuery): Promise<boolean>;
};

export type ListDeps = {
  readonly events: EventStore;
  readonly clock: Clock;
  readonly tokenKey: PageTokenKey;
  readonly pageTokens: PageTokens;
};

export const makeLists = (deps: ListDeps): Lists => ({
  values: (principal, dimension, request) =>
    onePage(deps, principal, `values of ${dimension}`, request, (position) =>
      listValues(deps, principal, dimension, position, request.perPage),
    ),
  epcs: (principal, request) =>
    onePage(deps, principal, 'EPCs', request, (position) => listEpcs(deps, principal, position, request.perPage)),
  hasEvents: async (principal, query) => hasEvents(deps, principal, query, await deps.events.snapshot()),
});

async function onePage(
  deps: ListDeps,
  principal: Principal,
  list: string,
  { pageToken }: ListRequest,
  read: (position: ListPosition) => Promise<ListPage>,
): Promise<Listed> {
  const digest = queryDigest(everything, principal.name, list);
  const position = pageToken === undefined ? await firstPosition(deps) : await goOn(deps, digest, pageToken);
  const { items, next } = await read(position);
  if (!next) return { items };
  const expires = deps.clock() + TOKEN_LIFE;
  const state: PageState = { snapshot: position.snapshot, ...next };
  return { items, next: { token: encodePageToken(deps.tokenKey, digest, state, expires), expires } };
}

const firstPosition = async ({ events }: ListDeps): Promise<ListPosition> => ({
  snapshot: await events.snapshot(),
  cursor: BEGINNING,
  place: '',
});

async function goOn(deps: ListDeps, digest: string, token: string): Promise<ListPosition> {
  await deps.pageTokens.check(token);
  const { snapshot, cursor, place = '' } = decodePageToken(deps.tokenKey, digest, token, deps.clock());
  return { snapshot, cursor, place };
}
