/** Opens the database that the configuration names. */
import type { Repository } from '../ports/repository.ts';
import type { Config } from '../runtime/config.ts';

export type StoreSettings = Pick<Config, 'mongodbUri' | 'mongodbDatabase' | 'data'>;

/**
 * Adapters are loaded when they are needed: a process that uses the embedded store never loads the MongoDB driver.
 *
 * @param use `serve`: database work off the calling thread, which serves requests; `work`: on the calling thread, which
 *   does nothing else
 * @throws HubProblem store-unavailable, store-version
 */
export async function openRepository(settings: StoreSettings, use: 'serve' | 'work'): Promise<Repository> {
  if (settings.mongodbUri !== undefined) {
    const { openMongoRepository } = await import('../store/mongo/open.ts');
    return openMongoRepository({ uri: settings.mongodbUri, database: settings.mongodbDatabase });
  }
  if (use === 'serve') {
    const { openThreadedSqliteRepository } = await import('../store/sqlite/threaded.ts');
    return openThreadedSqliteRepository({ folder: settings.data });
  }
  const { openSqliteRepository } = await import('../store/sqlite/open.ts');
  return openSqliteRepository({ folder: settings.data });
}
