/** The MongoDB store keeps the contracts of its ports. */
import { describe } from 'node:test';
import { keepsContract } from '../contracts/contract.ts';
import { eventStoreContract } from '../contracts/event-store.contract.ts';
import { withFresh } from '../contracts/event-store-subject.ts';
import { inboxContract } from '../contracts/inbox.contract.ts';
import { keyStoreContract } from '../contracts/key-store.contract.ts';
import { queryStoreContract } from '../contracts/query-store.contract.ts';
import { mongoForTests, skipWithout } from '../mongo/databases.ts';

const mongo = await mongoForTests();

describe('MongoDB', skipWithout(mongo), () => {
  if (!mongo) return;
  const using = withFresh(mongo.subject);
  keepsContract('event store', eventStoreContract, using);
  keepsContract('inbox', inboxContract, using);
  keepsContract('key store', keyStoreContract, using);
  keepsContract('query store', queryStoreContract, using);
});
