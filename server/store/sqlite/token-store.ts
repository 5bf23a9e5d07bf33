/** Page tokens that were taken back. */
import type { TokenStore } from '../../ports/query-store.ts';
import type { Connection } from './connection.ts';

export function makeTokenStore(connection: Connection): TokenStore {
  return {
    revokeToken: (hash, expiresAt, now) =>
      connection.write(() => {
        connection.run('DELETE FROM revoked_token WHERE expiresAt <= $now', { now });
        connection.run('INSERT OR IGNORE INTO revoked_token (hash, expiresAt) VALUES ($hash, $expiresAt)', { hash, expiresAt });
      }, 'durable'),
    isRevoked: (hash) =>
      connection.read(() => connection.first('SELECT 1 FROM revoked_token WHERE hash = $hash', { hash }) !== undefined),
  };
}
