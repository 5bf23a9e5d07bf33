/** API keys. */
import type { ApiKey, KeyStore } from '../../ports/key-store.ts';
import type { Collections, KeyDocument } from './collections.ts';
import type { Connection } from './connection.ts';

export function makeKeyStore(deps: { readonly connection: Connection; readonly collections: Collections }): KeyStore {
  const { attempt } = deps.connection;
  const { keys } = deps.collections;
  return {
    putKey: async ({ id, ...key }) => {
      await attempt(() => keys.replaceOne({ _id: id }, key, { upsert: true }));
    },
    keyByHash: async (hash) => {
      const found = await attempt(() => keys.findOne({ hash }));
      return found === null ? undefined : toKey(found);
    },
    keys: async () => (await attempt(() => keys.find().sort({ createdAt: 1, _id: 1 }).toArray())).map(toKey),
  };
}

const toKey = ({ _id, ...key }: KeyDocument): ApiKey => ({ id: _id, ...key });
