/** One page of an answer, in the order the query asks for. */
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { Cursor, EventReader } from '../ports/event-store.ts';
import type { EventOrder } from '../query/ast.ts';
import { compareEvents } from '../query/order.ts';
import { HubProblem } from '../runtime/problem.ts';
import type { Question } from './question.ts';

export type Page = {
  readonly events: readonly StoredEvent[];
  readonly next?: Cursor;
  /** Candidates that were fetched and held against the query. */
  readonly examined: number;
  /** How they were reached, in the store's own words. */
  readonly road?: string;
};

/** An answer in an order that no store keeps is collected and sorted in memory; of more events it is refused. */
const MOST_SORTED = 10_000;
/** Their EPCs and other long lists count: characters of JSON. */
const MOST_SORTED_LENGTH = 64 * 1024 * 1024;

/** Fewer than `limit` events may come although there are more: a store gives up after some work and says where it stands. */
export async function readPage(events: EventReader, question: Question, after: Cursor | undefined, limit: number): Promise<Page> {
  const { order } = question.query;
  if (typeof order?.by === 'object') return sortedPage(await collect(events, question), order, after?.sequence ?? 0, limit);
  return events.find({ ...question, limit, ...(after && { after }) });
}

/** The snapshot makes every page sort the same list, so that a position in it is enough to go on. */
function sortedPage({ events: all, ...reached }: Page, order: EventOrder, begin: number, limit: number): Page {
  const end = begin + limit;
  const events = all.toSorted(compareEvents(order)).slice(begin, end);
  return { ...reached, events, ...(end < all.length && { next: { order: 0, sequence: end } }) };
}

/** All of them, without `next`. */
async function collect(events: EventReader, question: Question): Promise<Page> {
  const all: StoredEvent[] = [];
  let length = 0;
  let examined = 0;
  let road: string | undefined;
  let after: Cursor | undefined;
  do {
    const page = await events.find({ ...question, limit: 500, ...(after && { after }) });
    examined += page.examined;
    road = page.road;
    for (const stored of page.events) {
      all.push(stored);
      length += JSON.stringify(stored.event).length;
    }
    if (all.length > MOST_SORTED || length > MOST_SORTED_LENGTH) {
      throw new HubProblem(
        'query-too-complex',
        `orderBy a field of your own sorts at most ${MOST_SORTED} events; narrow the query down.`,
        {
          name: 'orderBy',
        },
      );
    }
    after = page.next;
  } while (after);
  return { events: all, examined, ...(road !== undefined && { road }) };
}
