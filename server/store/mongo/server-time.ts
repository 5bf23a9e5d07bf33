/** The present, for conditions and updates that run in the database. */
import type { Clock } from '../../runtime/clock.ts';

/**
 * An aggregation expression for the time in ms: the database's own clock, so that leases of hubs whose clocks differ
 * mean the same; a fixed value where somebody brings a clock.
 */
export type ServerTime = () => number | { readonly $toDouble: '$$NOW' };

export const makeServerTime =
  (clock: Clock | undefined): ServerTime =>
  () =>
    clock === undefined ? { $toDouble: '$$NOW' } : clock();
