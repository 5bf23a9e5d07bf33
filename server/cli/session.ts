/** What a command opens: configuration, store, and who is asking. */
import { openRepository } from '../compose/repository.ts';
import type { Principal } from '../ports/principal.ts';
import type { Repository } from '../ports/repository.ts';
import { type Config, readConfig } from '../runtime/config.ts';

/** Whoever can run a command over the store's files may do everything. */
export const operator: Principal = { name: 'operator', roles: ['admin'] };

export type StoreOptions = { readonly data?: string };

export const dataOption = ['--data <folder>', 'folder of the embedded store (EPCIS_DATA); MONGODB_URI selects MongoDB'] as const;

/** Opens the store that options and environment name, and closes it when the work is done or fails. */
export async function withRepository<Result>(
  options: StoreOptions,
  work: (repository: Repository, config: Config) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(process.env, options.data === undefined ? {} : { data: options.data });
  const repository = await openRepository(config, 'work');
  try {
    return await work(repository, config);
  } finally {
    await repository.close();
  }
}
