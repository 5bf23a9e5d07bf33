/**
 * Named queries: kept, listed, run by name. A name is given once; its query means the same for ever, because every prefix
 * it uses is kept with it.
 *
 * @source EPCIS 2.0 REST binding, /queries
 */
import type { Principal } from '../ports/principal.ts';
import type { NamedQuery, QueryStore } from '../ports/query-store.ts';
import { type EventQuery, everything } from '../query/ast.ts';
import { queryDigest } from '../query/page-token.ts';
import { parseJsonQuery } from '../query/parse-json.ts';
import { HubProblem } from '../runtime/problem.ts';
import type { Listed, ListRequest } from './lists.ts';
import { type PlaceDeps, placeToken, readPlaceToken } from './page-tokens.ts';

export type NamedQueries = {
  /**
   * @param body `{ name, query }` as parsed from JSON
   * @param namespaces prefixes declared outside of it (GS1-Extensions)
   * @throws HubProblem query-invalid, query-parameter, query-exists
   */
  create(principal: Principal, body: unknown, namespaces: Readonly<Record<string, string>>): Promise<NamedQuery>;
  /** @throws HubProblem query-unknown */
  get(name: string): Promise<NamedQuery>;
  /** @throws HubProblem query-unknown */
  read(name: string): Promise<EventQuery>;
  /** In the order of their names. @throws HubProblem page-token-invalid */
  list(principal: Principal, request: ListRequest): Promise<ListedQueries>;
  /** By who made it, or an admin. @throws HubProblem query-unknown, forbidden */
  remove(principal: Principal, name: string): Promise<void>;
};

export type ListedQueries = { readonly queries: readonly NamedQuery[]; readonly next?: NonNullable<Listed['next']> };

type Deps = PlaceDeps & { readonly queries: QueryStore };

/** Names of the standard's own queries, which SOAP calls by name. */
const reserved = ['SimpleEventQuery', 'SimpleMasterDataQuery'];
const LONGEST_NAME = 200;

export const makeNamedQueries = (deps: Deps): NamedQueries => ({
  create: (principal, body, namespaces) => create(deps, principal, body, namespaces),
  get: (name) => getQuery(deps, name),
  read: async (name) => parseJsonQuery((await getQuery(deps, name)).query, {}),
  list: (principal, request) => list(deps, principal, request),
  remove: async (principal, name) => {
    const { createdBy } = await getQuery(deps, name);
    if (createdBy !== principal.name && !principal.roles.includes('admin')) {
      throw new HubProblem('forbidden', `The query ${name} is somebody else's; an admin may remove it.`, { allowed: ['admin'] });
    }
    if (!(await deps.queries.removeQuery(name))) throw unknown(name);
  },
});

async function create(
  { queries, clock }: Deps,
  principal: Principal,
  body: unknown,
  namespaces: Readonly<Record<string, string>>,
): Promise<NamedQuery> {
  if (!isObject(body)) throw invalid('A named query is a JSON object with a name and a query.');
  const other = Object.keys(body).find((member) => member !== 'name' && member !== 'query' && member !== '@context');
  if (other !== undefined)
    throw invalid(`A named query has a name and a query, and no ${JSON.stringify(other.slice(0, 80))}.`, other);
  const name = readName(body['name']);
  const { query } = body;
  if (!isObject(query)) throw invalid('The query is missing, or is no JSON object of parameters and their values.', 'query');
  const whole = withPrefixes(query, [namespaces, body['@context']]);
  parseJsonQuery(whole, {});
  const named: NamedQuery = { name, query: whole, createdBy: principal.name, createdAt: clock() };
  if (await queries.putQuery(named)) return named;
  throw new HubProblem('query-exists', `There is a query ${JSON.stringify(name)} already.`, { name: 'name' });
}

async function list(deps: Deps, principal: Principal, { perPage, pageToken }: ListRequest): Promise<ListedQueries> {
  const digest = queryDigest(everything, principal.name, 'queries');
  const after = pageToken === undefined ? '' : await readPlaceToken(deps, digest, pageToken);
  // One more than a page shows whether there is another page.
  const found = await deps.queries.queries(after, perPage + 1);
  const queries = found.slice(0, perPage);
  const last = found.length > queries.length ? queries.at(-1) : undefined;
  return { queries, ...(last && { next: placeToken(deps, digest, last.name) }) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readName(name: unknown): string {
  if (typeof name !== 'string' || name === '') throw invalid('The name is missing, or is no text.', 'name');
  if (reserved.includes(name)) throw invalid(`${name} is a name of the standard's own.`, 'name');
  // As a segment of an address, `.` and `..` would be taken for something else.
  const isFit = name.length <= LONGEST_NAME && name.isWellFormed() && !/^\.{1,2}$/.test(name) && !/\p{Cc}/u.test(name);
  if (!isFit) throw invalid(`A name has up to ${LONGEST_NAME} characters, no control characters among them.`, 'name');
  return name;
}

/** Prefixes from outside first: the query's own ones come after and go before them. */
function withPrefixes(
  query: Readonly<Record<string, unknown>>,
  [namespaces, outer]: readonly [Readonly<Record<string, string>>, unknown],
): NamedQuery['query'] {
  const own = query['@context'];
  const contexts = [...(Object.keys(namespaces).length > 0 ? [namespaces] : []), ...asList(outer), ...asList(own)];
  if (contexts.length === asList(own).length) return query;
  return { ...query, '@context': contexts };
}

const asList = (context: unknown): readonly unknown[] =>
  context === undefined ? [] : Array.isArray(context) ? context : [context];

async function getQuery({ queries }: Deps, name: string): Promise<NamedQuery> {
  const found = await queries.query(name);
  if (!found) throw unknown(name);
  return found;
}

const unknown = (name: string): HubProblem => new HubProblem('query-unknown', `There is no query ${JSON.stringify(name)}.`);

const invalid = (detail: string, name?: string): HubProblem =>
  new HubProblem('query-invalid', detail, name === undefined ? {} : { name });
