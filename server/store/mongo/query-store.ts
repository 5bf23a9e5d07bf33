/** Named queries. */
import { randomUUID } from 'node:crypto';
import type { NamedQuery, QueryStore } from '../../ports/query-store.ts';
import type { Collections, QueryDocument } from './collections.ts';
import type { Connection } from './connection.ts';
import { insert } from './insert.ts';

export function makeQueryStore(deps: { readonly connection: Connection; readonly collections: Collections }): QueryStore {
  const { connection, collections } = deps;
  const { attempt } = connection;
  const { queries } = collections;
  return {
    putQuery: async ({ name, query, ...more }) => {
      const document: QueryDocument = { _id: name, query: JSON.stringify(query), ...more, token: randomUUID() };
      const taken = await insert(connection, 'queries', [document]);
      if (taken.length === 0) return true;
      // The command may have lost its answer and been run again; then it is this very query that is there.
      const there = await attempt(() => queries.findOne({ _id: name }));
      return there?.token === document.token;
    },
    query: async (name) => {
      const found = await attempt(() => queries.findOne({ _id: name }));
      return found === null ? undefined : toQuery(found);
    },
    queries: async (after, limit) => {
      const find = () =>
        queries
          .find({ _id: { $gt: after } })
          .sort({ _id: 1 })
          .limit(limit);
      return (await attempt(() => find().toArray())).map(toQuery);
    },
    removeQuery: async (name) => {
      const { deletedCount } = await attempt(() => queries.deleteOne({ _id: name }));
      return deletedCount > 0;
    },
  };
}

const toQuery = ({ _id, query, token: _token, ...more }: QueryDocument): NamedQuery => ({
  name: _id,
  query: JSON.parse(query) as NamedQuery['query'], // as putQuery wrote it
  ...more,
});
