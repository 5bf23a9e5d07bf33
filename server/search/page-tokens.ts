/**
 * Page tokens that their holders take back before they expire.
 *
 * @source EPCIS 2.0 REST binding, DELETE /nextPageToken/{token}
 */
import { createHash } from 'node:crypto';
import type { TokenStore } from '../ports/query-store.ts';
import { decodePageToken, encodePageToken, type PageTokenKey, pageTokenExpiry } from '../query/page-token.ts';
import type { Clock } from '../runtime/clock.ts';
import { HubProblem } from '../runtime/problem.ts';

/** A day, in ms. Nothing is ever overwritten, so a place in an answer stays good; but a key may be changed. */
export const TOKEN_LIFE = 86_400_000;

export type PageTokens = {
  /** @throws HubProblem page-token-invalid for a token that was taken back */
  check(token: string): Promise<void>;
  /** From now on the token is none. Harmless when done again. @throws HubProblem page-token-invalid for no token of this hub */
  revoke(token: string): Promise<void>;
};

export type PageTokenDeps = { readonly tokens: TokenStore; readonly clock: Clock; readonly tokenKey: PageTokenKey };

export const makePageTokens = ({ tokens, clock, tokenKey }: PageTokenDeps): PageTokens => ({
  check: async (token) => {
    if (!(await tokens.isRevoked(hashOf(token)))) return;
    throw new HubProblem('page-token-invalid', 'nextPageToken: it was deleted; start again with the first page', {
      name: 'nextPageToken',
    });
  },
  revoke: async (token) => {
    const expiresAt = pageTokenExpiry(tokenKey, token);
    const now = clock();
    if (expiresAt > now) await tokens.revokeToken(hashOf(token), expiresAt, now);
  },
});

export type PlaceDeps = { readonly clock: Clock; readonly tokenKey: PageTokenKey; readonly pageTokens: PageTokens };

/** The token of a place in a list that is no list of events and needs no snapshot. */
export function placeToken({ clock, tokenKey }: PlaceDeps, digest: string, place: string) {
  const expires = clock() + TOKEN_LIFE;
  const state = { snapshot: { last: 0, hidden: [], settled: 0 }, cursor: { order: 0, sequence: 0 }, place };
  return { token: encodePageToken(tokenKey, digest, state, expires), expires };
}

/** @throws HubProblem page-token-invalid */
export async function readPlaceToken({ clock, tokenKey, pageTokens }: PlaceDeps, digest: string, token: string): Promise<string> {
  await pageTokens.check(token);
  return decodePageToken(tokenKey, digest, token, clock()).place ?? '';
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
