/** Named queries. */
import type { NamedQuery, QueryStore } from '../../ports/query-store.ts';
import type { Connection } from './connection.ts';

type Row = { readonly document: string };

export function makeQueryStore(connection: Connection): QueryStore {
  const toQuery = ({ document }: Row): NamedQuery => JSON.parse(document) as NamedQuery; // as putQuery wrote it

  return {
    putQuery: (query) =>
      connection.write(() => {
        const values = { name: query.name, document: JSON.stringify(query) };
        return connection.run('INSERT OR IGNORE INTO named_query (name, document) VALUES ($name, $document)', values) > 0;
      }, 'durable'),
    query: (name) =>
      connection.read(() => {
        const row = connection.first<Row>('SELECT document FROM named_query WHERE name = $name', { name });
        return row && toQuery(row);
      }),
    queries: (after, limit) =>
      connection.read(() =>
        connection
          .all<Row>('SELECT document FROM named_query WHERE name > $after ORDER BY name LIMIT $limit', { after, limit })
          .map(toQuery),
      ),
    removeQuery: (name) =>
      connection.write(() => connection.run('DELETE FROM named_query WHERE name = $name', { name }) > 0, 'durable'),
  };
}
