/** A query made ready for a store: what may be seen, what master data says, and how far a follower of recordTime may read. */
import { identifierKey } from '../epcis/identifier/key.ts';
import type { EventStore, Snapshot } from '../ports/event-store.ts';
import type { Principal } from '../ports/principal.ts';
import type { EventQuery, Predicate } from '../query/ast.ts';
import { isOfType, type MasterDataLookup, resolveMasterData } from '../query/master-data.ts';
import { HubProblem } from '../runtime/problem.ts';

export type Question = {
  readonly query: EventQuery;
  readonly visibility: readonly (readonly string[])[];
  readonly snapshot: Snapshot;
};

/** @throws HubProblem query-parameter for a parameter that cannot be answered */
export async function toQuestion(
  events: Pick<EventStore, 'elements'>,
  principal: Principal,
  query: EventQuery,
  snapshot: Snapshot,
): Promise<Question> {
  const resolved = await resolveMasterData(answerable(query), lookupIn(events, snapshot));
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

/** Elements are found by their identifiers only: which of them have an attribute, nobody can say. */
function answerable(query: EventQuery): EventQuery {
  const open = query.where.find(({ kind }) => kind === 'hasAttribute' || kind === 'attributeEquals');
  if (!open) return query;
  throw new HubProblem('query-parameter', `${open.parameter}: this hub does not search events by attributes of master data.`, {
    name: open.parameter,
  });
}

function lookupIn(events: Pick<EventStore, 'elements'>, snapshot: Snapshot): MasterDataLookup {
  return {
    within: async (types, keys) => {
      const seen = new Set(keys);
      let level = keys;
      while (level.length > 0) {
        const found = await events.elements(level, snapshot);
        const below = found.flatMap(({ element }) => (isOfType(element, types) ? element.children.map(identifierKey) : []));
        level = [...new Set(below)].filter((key) => !seen.has(key));
        for (const key of level) seen.add(key);
      }
      return [...seen];
    },
    find: () => Promise.reject(new Error('answerable() lets no such question through')),
  };
}
