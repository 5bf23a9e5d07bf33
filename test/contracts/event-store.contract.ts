/** What an event store promises, whatever the database. Run it with `keepsContract` and `withFresh`. */

import { dimensionsContract } from './event-store-dimensions.contract.ts';
import { masterDataContract } from './event-store-master-data.contract.ts';
import { pagesContract } from './event-store-pages.contract.ts';
import { queriesContract } from './event-store-queries.contract.ts';
import { snapshotsContract } from './event-store-snapshots.contract.ts';
import type { RepositoryContract } from './event-store-subject.ts';
import { writesContract } from './event-store-writes.contract.ts';

export const eventStoreContract: RepositoryContract = {
  ...writesContract,
  ...snapshotsContract,
  ...pagesContract,
  ...queriesContract,
  ...masterDataContract,
  ...dimensionsContract,
};
