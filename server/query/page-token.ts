/**
 * Page tokens: where a reader stands in an answer, as text that only this hub can have written.
 *
 * A token holds everything the next page needs, so no hub has to remember its readers. It is signed: a reader cannot
 * step into another snapshot or query with it. It tells nothing secret, but its content is nobody's business.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { HubProblem } from '../runtime/problem.ts';
import type { EventQuery } from './ast.ts';

/** A place in an answer. The shapes of `snapshot` and `cursor` are those of the event store's port. */
export type PageState = {
  readonly snapshot: { readonly last: number; readonly hidden: readonly number[]; readonly settled: number };
  readonly cursor: { readonly order: number; readonly sequence: number };
  /** How many events the query's `eventCountLimit` leaves for the pages to come. */
  readonly remaining?: number;
  /** Further of where the reader stands, in an answer that is more than a list of events. */
  readonly place?: string;
};

/** Signs tokens. The same key on every hub of one repository, 32 random bytes. */
export type PageTokenKey = Uint8Array;

/** JSON has no infinity: null stands for it. */
type Wire = {
  readonly q: string;
  readonly x: number;
  readonly s: readonly [last: number, settled: number | null, ...hidden: number[]];
  readonly c: readonly [order: number | null, sequence: number];
  readonly r?: number;
  readonly p?: string;
};

const SIGNATURE_BYTES = 16;
const MAX_LENGTH = 65_536;

/**
 * What a token is bound to: the query, and whatever else decides about the answer (who asks, the resource).
 *
 * @returns 32 hex digits
 */
export const queryDigest = (query: EventQuery, ...more: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([query.where.map(withoutName), query.order, query.eventCountLimit, query.maxEventCount, more]))
    .digest('hex')
    .slice(0, 32);

/** The same question under another name is the same question. */
const withoutName = ({ parameter: _, ...asked }: EventQuery['where'][number]) => asked;

/**
 * @param digest of the query, by `queryDigest`
 * @param expiresAt milliseconds since 1970
 */
export function encodePageToken(key: PageTokenKey, digest: string, state: PageState, expiresAt: number): string {
  const { snapshot, cursor, remaining, place } = state;
  const wire: Wire = {
    q: digest,
    x: expiresAt,
    s: [snapshot.last, finite(snapshot.settled), ...snapshot.hidden],
    c: [finite(cursor.order), cursor.sequence],
    ...(remaining === undefined ? {} : { r: remaining }),
    ...(place === undefined ? {} : { p: place }),
  };
  const body = Buffer.from(JSON.stringify(wire)).toString('base64url');
  return `${body}.${sign(key, body).toString('base64url')}`;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const sign = (key: PageTokenKey, body: string): Buffer =>
  createHmac('sha256', key).update(body).digest().subarray(0, SIGNATURE_BYTES);

/**
 * @param digest of the query that is asked now
 * @param now milliseconds since 1970
 * @throws HubProblem page-token-invalid: no token, altered or of another repository, expired, or of another query
 */
export function decodePageToken(key: PageTokenKey, digest: string, token: string, now: number): PageState {
  const { q, x, s, c, r, p } = openToken(key, token);
  if (x <= now) throw refuse('it has expired; start again with the first page');
  if (q !== digest) throw refuse('it belongs to another query; repeat the query as it was, or follow the Link header as it is');
  const [last, settled, ...hidden] = s;
  const [order, sequence] = c;
  return {
    snapshot: { last, hidden, settled: settled ?? Number.POSITIVE_INFINITY },
    cursor: { order: order ?? Number.POSITIVE_INFINITY, sequence },
    ...(r === undefined ? {} : { remaining: r }),
    ...(p === undefined ? {} : { place: p }),
  };
}

/** When a token of this hub stops being one, whatever it belongs to. @throws HubProblem page-token-invalid */
export const pageTokenExpiry = (key: PageTokenKey, token: string): number => openToken(key, token).x;

/** Signed by us means written by `encodePageToken`: the content needs no more checks. */
function openToken(key: PageTokenKey, token: string): Wire {
  const match = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{22})$/.exec(token);
  const [, body, signature] = match ?? [];
  if (token.length > MAX_LENGTH || body === undefined || signature === undefined) throw refuse('it is no token of this hub');
  const given = Buffer.from(signature, 'base64url');
  const isOurs =
    given.toString('base64url') === signature && given.length === SIGNATURE_BYTES && timingSafeEqual(given, sign(key, body));
  if (!isOurs) throw refuse('it was altered, or comes from another hub');
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Wire;
}

const refuse = (reason: string): HubProblem =>
  new HubProblem('page-token-invalid', `nextPageToken: ${reason}`, { name: 'nextPageToken' });
