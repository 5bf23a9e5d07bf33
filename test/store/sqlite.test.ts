/** The embedded store keeps the contracts of its ports: in the calling thread, in threads of its own, and in memory. */
import { openSqliteRepository } from '../../server/store/sqlite/open.ts';
import { keepsContract } from '../contracts/contract.ts';
import { eventStoreContract } from '../contracts/event-store.contract.ts';
import { type RepositoryFactory, withFresh } from '../contracts/event-store-subject.ts';
import { inboxContract } from '../contracts/inbox.contract.ts';
import { keyStoreContract } from '../contracts/key-store.contract.ts';
import { queryStoreContract } from '../contracts/query-store.contract.ts';
import { direct, onFiles, threaded } from './sqlite/databases.ts';

const contract = { ...eventStoreContract, ...inboxContract, ...keyStoreContract, ...queryStoreContract };

/** There is no second connection to a database in memory: the first serves for both. */
const inMemory: RepositoryFactory = async () => {
  const repository = await openSqliteRepository({ folder: ':memory:' });
  return { repository, again: async () => repository, dispose: () => repository.close() };
};

keepsContract('SQLite', contract, withFresh(onFiles(direct, direct)));
keepsContract('SQLite in threads', contract, withFresh(onFiles(threaded, direct)));
keepsContract('SQLite in memory', keyStoreContract, withFresh(inMemory));
keepsContract('SQLite in memory, inbox', inboxContract, withFresh(inMemory));
