/**
 * Events by query, page by page, and by eventID. Every page of one answer shows the repository as it was when the first
 * page was asked for.
 *
 * @source EPCIS 2.0 sections 8.2.5 and 8.2.7.1, and REST binding, pagination
 */
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { Cursor, EventStore, Snapshot } from '../ports/event-store.ts';
import type { Principal } from '../ports/principal.ts';
import type { EventQuery } from '../query/ast.ts';
import { compile } from '../query/compile.ts';
import { decodePageToken, encodePageToken, type PageTokenKey, queryDigest } from '../query/page-token.ts';
import type { Clock } from '../runtime/clock.ts';
import { HubProblem } from '../runtime/problem.ts';
import { type PageTokens, TOKEN_LIFE } from './page-tokens.ts';
import { checkCount, type Question, toQuestion } from './question.ts';
import { readPage } from './read-page.ts';

export type SearchRequest = {
  readonly query: EventQuery;
  /** At most so many events, 1 or more. */
  readonly perPage: number;
  /** From the page before. */
  readonly pageToken?: string;
};

export type Found = {
  readonly events: readonly StoredEvent[];
  /** Present exactly when there may be more. `expires` in ms since 1970. */
  readonly next?: { readonly token: string; readonly expires: number };
};

/** What an answer took. */
export type Explained = {
  /** How the candidates were reached, in the store's own words. */
  readonly road: string;
  /** Candidates that were fetched and held against the query. */
  readonly examined: number;
  readonly returned: number;
  /** Terms, facts and times that the store is asked for. */
  readonly asked: { readonly terms: readonly number[]; readonly facts: number; readonly byEventTime: boolean };
  readonly milliseconds: number;
};

export type Search = {
  /** @throws HubProblem query-parameter, query-too-large, query-too-complex, page-token-invalid */
  events(principal: Principal, request: SearchRequest): Promise<Found>;
  /** What one page of the answer takes, without the events. @throws as `events` */
  explain(principal: Principal, request: Omit<SearchRequest, 'pageToken'>): Promise<Explained>;
  /** The event and its error declarations, in the order of recording. @throws HubProblem event-unknown */
  byID(principal: Principal, eventID: string): Promise<readonly StoredEvent[]>;
};

export type SearchDeps = {
  readonly events: EventStore;
  readonly clock: Clock;
  readonly tokenKey: PageTokenKey;
  readonly pageTokens: PageTokens;
};

/** How long a page is searched for before it is given as far as it has come, ms. */
const PATIENCE = 5_000;
/** Events of one eventID: the event and what was declared about it. */
const MOST_OF_ONE_ID = 1_000;

export const makeSearch = (deps: SearchDeps): Search => ({
  events: (principal, request) => searchEvents(deps, principal, request),
  explain: (principal, request) => explain(deps, principal, request),
  byID: (principal, eventID) => eventsByID(deps, principal, eventID),
});

type Position = { readonly snapshot: Snapshot; readonly after?: Cursor; readonly remaining?: number };

async function searchEvents(deps: SearchDeps, principal: Principal, request: SearchRequest): Promise<Found> {
  const { query, perPage, pageToken } = request;
  const digest = queryDigest(query, principal.name);
  const position = pageToken === undefined ? await firstPosition(deps, query) : await goOn(deps, digest, pageToken);
  const question = await toQuestion(deps.events, principal, query, position.snapshot);
  if (pageToken === undefined) await checkCount(deps.events, question);
  const limit = Math.min(perPage, position.remaining ?? perPage);
  const { events, next } = await fill(deps, question, position.after, limit);
  const remaining = position.remaining === undefined ? undefined : position.remaining - events.length;
  if (!next || remaining === 0) return { events };
  const expires = deps.clock() + TOKEN_LIFE;
  const state = { snapshot: position.snapshot, cursor: next, ...(remaining !== undefined && { remaining }) };
  return { events, next: { token: encodePageToken(deps.tokenKey, digest, state, expires), expires } };
}

async function firstPosition(deps: SearchDeps, { eventCountLimit }: EventQuery): Promise<Position> {
  const snapshot = await deps.events.snapshot();
  return { snapshot, ...(eventCountLimit !== undefined && { remaining: eventCountLimit }) };
}

async function goOn(deps: SearchDeps, digest: string, token: string): Promise<Position> {
  await deps.pageTokens.check(token);
  const { snapshot, cursor, remaining } = decodePageToken(deps.tokenKey, digest, token, deps.clock());
  return { snapshot, after: cursor, ...(remaining !== undefined && { remaining }) };
}

/** Asks on while the store gives less than a page for all its work, but not for ever. */
async function fill(deps: SearchDeps, question: Question, from: Cursor | undefined, limit: number) {
  const end = deps.clock() + PATIENCE;
  let page = await readPage(deps.events, question, from, limit);
  while (page.next && page.events.length === 0 && deps.clock() < end) {
    const { examined } = page;
    const more = await readPage(deps.events, question, page.next, limit);
    page = { ...more, examined: examined + more.examined };
  }
  return page;
}

async function explain(
  deps: SearchDeps,
  principal: Principal,
  { query, perPage }: Omit<SearchRequest, 'pageToken'>,
): Promise<Explained> {
  const begin = deps.clock();
  const question = await toQuestion(deps.events, principal, query, await deps.events.snapshot());
  const { anyOf, facts, eventTime } = compile(question.query, question.visibility);
  const { events, examined, road = 'unknown' } = await fill(deps, question, undefined, perPage);
  return {
    road,
    examined,
    returned: events.length,
    asked: {
      terms: anyOf.map((keys) => keys.length),
      facts: facts.length,
      byEventTime: Number.isFinite(eventTime.min) || Number.isFinite(eventTime.max),
    },
    milliseconds: deps.clock() - begin,
  };
}

async function eventsByID(deps: SearchDeps, principal: Principal, eventID: string): Promise<readonly StoredEvent[]> {
  const query: EventQuery = { where: [{ parameter: 'EQ_eventID', kind: 'word', field: 'eventID', anyOf: [eventID] }] };
  const question = await toQuestion(deps.events, principal, query, await deps.events.snapshot());
  const found: StoredEvent[] = [];
  let after: Cursor | undefined;
  do {
    const page = await readPage(deps.events, question, after, MOST_OF_ONE_ID);
    found.push(...page.events);
    after = page.next;
  } while (after && found.length < MOST_OF_ONE_ID);
  if (found.length === 0) throw new HubProblem('event-unknown', `There is no event ${eventID}.`);
  return found;
}
