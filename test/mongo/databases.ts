/** One MongoDB for a test file, and in it a fresh database for every test. */
import { randomUUID } from 'node:crypto';
import { after } from 'node:test';
import { MongoClient } from 'mongodb';
import type { Repository } from '../../server/ports/repository.ts';
import { openMongoRepository } from '../../server/store/mongo/open.ts';
import type { RepositorySubject } from '../contracts/event-store-subject.ts';
import { type MongoServer, startMongo } from './server.ts';

export type MongoForTests = {
  readonly server: MongoServer;
  /** A database name of nobody else. */
  fresh(): string;
  drop(database: string): Promise<void>;
  /** A repository over a fresh database, for contracts. */
  subject(): Promise<RepositorySubject>;
};

/** Call it at the top of a test file. @returns undefined where this machine has no MongoDB */
export async function mongoForTests(): Promise<MongoForTests | undefined> {
  const server = await startMongo();
  if (server === undefined) return undefined;
  const { uri } = server;
  after(() => server.stop());
  const fresh = () => `epcis_test_${randomUUID().replaceAll('-', '')}`;
  const drop = async (database: string) => {
    const client = new MongoClient(uri);
    await client.db(database).dropDatabase();
    await client.close();
  };
  return {
    server,
    fresh,
    drop,
    subject: async () => {
      const database = fresh();
      const opened: Repository[] = [];
      const open = async () => {
        const repository = await openMongoRepository({ uri, database });
        opened.push(repository);
        return repository;
      };
      return {
        repository: await open(),
        again: open,
        dispose: async () => {
          for (const repository of opened) await repository.close();
          await drop(database);
        },
      };
    },
  };
}

/** What `describe` says where there is none. */
export const skipWithout = (mongo: MongoForTests | undefined) => ({ skip: mongo ? false : 'no MongoDB on this machine' });
