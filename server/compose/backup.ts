/** Backup of the embedded store, as the command line asks for it. */
import type { Config } from '../runtime/config.ts';
import { HubProblem } from '../runtime/problem.ts';

/** @throws HubProblem configuration-invalid with MongoDB, whose own tools copy it */
export async function backupEmbeddedStore(config: Config, to: string): Promise<void> {
  if (config.mongodbUri !== undefined) {
    throw new HubProblem(
      'configuration-invalid',
      'The store is MongoDB (MONGODB_URI): copy it with mongodump or a file-system snapshot.',
      { name: 'MONGODB_URI' },
    );
  }
  const { backupSqlite } = await import('../store/sqlite/backup.ts');
  await backupSqlite({ folder: config.data, to });
}
