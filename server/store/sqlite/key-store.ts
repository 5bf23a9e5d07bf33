/** API keys. */
import type { ApiKey, KeyStore } from '../../ports/key-store.ts';
import type { Connection } from './connection.ts';

export function makeKeyStore(connection: Connection): KeyStore {
  const toKey = ({ document }: { document: string }): ApiKey => JSON.parse(document) as ApiKey; // as putKey wrote it

  return {
    putKey: (key) =>
      connection.write(() => {
        connection.run(
          `INSERT INTO api_key (id, hash, document) VALUES ($id, $hash, $document)
           ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, document = excluded.document`,
          { id: key.id, hash: key.hash, document: JSON.stringify(key) },
        );
      }, 'durable'),
    keyByHash: (hash) =>
      connection.read(() => {
        const row = connection.first<{ document: string }>(
          'SELECT document FROM api_key WHERE hash = $hash ORDER BY id LIMIT 1',
          { hash },
        );
        return row && toKey(row);
      }),
    keys: () =>
      connection.read(() => connection.all<{ document: string }>('SELECT document FROM api_key ORDER BY id', {}).map(toKey)),
  };
}
