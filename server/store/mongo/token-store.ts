/** Page tokens that were taken back. */
import type { TokenStore } from '../../ports/query-store.ts';
import type { Collections, RevokedToken } from './collections.ts';
import type { Connection } from './connection.ts';
import { insert } from './insert.ts';

export function makeTokenStore(deps: { readonly connection: Connection; readonly collections: Collections }): TokenStore {
  const { connection, collections } = deps;
  const { attempt } = connection;
  return {
    revokeToken: async (hash, expiresAt, now) => {
      const token: RevokedToken = { _id: hash, expiresAt };
      await insert(connection, 'revokedTokens', [token]);
      await attempt(() => collections.revokedTokens.deleteMany({ expiresAt: { $lte: now } }));
    },
    isRevoked: async (hash) => (await attempt(() => collections.revokedTokens.findOne({ _id: hash }))) !== null,
  };
}
