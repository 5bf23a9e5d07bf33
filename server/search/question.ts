/** A query made ready for a store: what may be seen, what master data says, and how far a follower of recordTime may read. */
import type { EventStore, MasterDataReader, Snapshot } from '../ports/event-store.ts';
import type { Principal } from '../ports/principal.ts';
import type { EventQuery, Predicate } from '../query/ast.ts';
import { resolveMasterData } from '../query/master-data.ts';
import { HubProblem } from '../runtime/problem.ts';
import { lookupIn } from './master-data-lookup.ts';

export type Question = {
  readonly query: EventQuery;
  readonly visibility: readonly (readonly string[])[];
  readonly snapshot: Snapshot;
};

/** @throws HubProblem query-too-complex where master data answers with too many elements */
export async function toQuestion(
  events: MasterDataReader,
  principal: Principal,
  query: EventQuery,
  snapshot: Snapshot,
): Promise<Question> {
  const resolved = await resolveMasterData(query, lookupIn(events, snapshot));
  return { query: settledOnly(resolved, snapshot), visibility: visibilityOf(principal), snapshot };
}

/**
 * `maxEventCount` is about the whole answer, not a page: exactly so many are fine, one more is not.
 *
 * @throws HubProblem query-too-large
 */
export async function checkCount(events: Pick<EventStore, 'count'>, question: Question): Promise<void> {
  const { maxEventCount } = question.query;
  if (maxEventCount === undefined) return;
  const count = await events.count(question, maxEventCount + 1);
  if (count <= maxEventCount) return;
  throw new HubProblem('query-too-large', `More than ${maxEventCount} events match; maxEventCount allows no more.`, {
    name: 'maxEventCount',
  });
}

/** Terms of which an event must have one, for each member. Everybody with access sees everything. */
const visibilityOf = (_principal: Principal): readonly (readonly string[])[] => [];

/**
 * Who follows recordTime asks next from the last time he saw on. An event of a job that is still open may yet appear
 * before that time, so he is shown nothing as late as the oldest open job.
 */
function settledOnly(query: EventQuery, { settled }: Snapshot): EventQuery {
  const follows =
    query.where.some((predicate) => predicate.kind === 'recordTime' && predicate.op === 'GE') ||
    (query.order?.by === 'recordTime' && query.order.direction === 'ASC');
  if (!follows || settled === Number.POSITIVE_INFINITY) return query;
  const bound: Predicate = { parameter: 'LT_recordTime', kind: 'recordTime', op: 'LT', ms: settled };
  return { ...query, where: [...query.where, bound] };
}
