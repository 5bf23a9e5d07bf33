/** What an inbox promises, whatever the database. Run it with `keepsContract` and `withFresh`. */

import type { RepositoryContract } from './event-store-subject.ts';
import { inboxBytesContract } from './inbox-bytes.contract.ts';
import { inboxQueueContract } from './inbox-queue.contract.ts';

export const inboxContract: RepositoryContract = { ...inboxBytesContract, ...inboxQueueContract };
