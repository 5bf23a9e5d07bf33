/** Brings a database file to this program's version: forward only, one transaction, harmless when done again. */
import type { Clock } from '../../runtime/clock.ts';
import { HubProblem } from '../../runtime/problem.ts';
import type { Connection } from './connection.ts';
import * as firstTables from './migrations/0001-first-tables.ts';
import * as listsAndQueries from './migrations/0002-lists-and-queries.ts';

export type DatabaseName = 'inbox' | 'events';

type Migration = { readonly title: string } & Readonly<Record<DatabaseName, string>>;

/** In order; the version is the place in this list, from 1. A published one is never changed. */
const migrations: readonly Migration[] = [firstTables, listsAndQueries];

/** @throws HubProblem store-version when the file was made by a newer program */
export async function migrate(connection: Connection, database: DatabaseName, clock: Clock): Promise<void> {
  const found = await connection.read(() => versionOf(connection));
  if (found === migrations.length) return;
  await connection.write(() => {
    connection.script(
      'CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, title TEXT NOT NULL, appliedAt INTEGER NOT NULL)',
    );
    const version = versionOf(connection);
    if (version > migrations.length) {
      throw new HubProblem(
        'store-version',
        `The ${database} database has version ${version}; this program knows versions up to ${migrations.length}. Start a newer program.`,
      );
    }
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue;
      connection.script(migration[database]);
      connection.run('INSERT INTO schema_version VALUES ($version, $title, $appliedAt)', {
        version: index + 1,
        title: migration.title,
        appliedAt: clock(),
      });
    }
  }, 'durable');
}

function versionOf(connection: Connection): number {
  const table = connection.first("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'", {});
  if (!table) return 0;
  return connection.first<{ version: number | null }>('SELECT max(version) AS version FROM schema_version', {})?.version ?? 0;
}
