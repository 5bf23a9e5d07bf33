/** Whether there is any event that matches. */
import type { Cursor, EventStore, Snapshot } from '../ports/event-store.ts';
import type { Principal } from '../ports/principal.ts';
import type { EventQuery } from '../query/ast.ts';
import { toQuestion } from './question.ts';

/** By event time, because stores keep the events of a term in that order: the first one met is enough. */
export async function hasEvents(
  { events }: { readonly events: EventStore },
  principal: Principal,
  { where }: EventQuery,
  snapshot: Snapshot,
): Promise<boolean> {
  const query: EventQuery = { where, order: { by: 'eventTime', direction: 'DESC' } };
  const question = await toQuestion(events, principal, query, snapshot);
  let after: Cursor | undefined;
  do {
    const page = await events.find({ ...question, limit: 1, ...(after && { after }) });
    if (page.events.length > 0) return true;
    after = page.next;
  } while (after);
  return false;
}
