/**
 * All EPCs, without a list of them: the events are walked in the order of recording, and an EPC is named where it is
 * mentioned first.
 */
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { Cursor, EventPage, EventStore } from '../ports/event-store.ts';
import type { Principal } from '../ports/principal.ts';
import { everything } from '../query/ast.ts';
import { mentionedEpcs } from '../query/dimensions.ts';
import type { Clock } from '../runtime/clock.ts';
import type { ListPage, ListPosition } from './list-page.ts';
import { type Question, toQuestion } from './question.ts';

type Deps = { readonly events: EventStore; readonly clock: Clock };

/** Events read at a time, and EPCs of one event looked up at a time. */
const EVENTS = 50;
const EPCS = 500;
/** How long a page is filled before it is given as far as it has come, ms. */
const PATIENCE = 5_000;

/** How many events after the cursor, and how many EPCs of the next one, have been looked at; written `3.17`. */
type Place = { readonly events: number; readonly epcs: number };

/** Some EPCs of one event, looked up. */
type Step = {
  readonly cursor: Cursor;
  readonly event: number;
  /** EPCs that the event mentions first, each with how many of its EPCs were looked at by then. */
  readonly firsts: readonly { readonly text: string; readonly looked: number }[];
  readonly looked: number;
};

const readPlace = (text: string): Place => {
  const [events = 0, epcs = 0] = text === '' ? [] : text.split('.').map(Number);
  return { events, epcs };
};

export async function listEpcs(deps: Deps, principal: Principal, position: ListPosition, perPage: number): Promise<ListPage> {
  const question = await toQuestion(deps.events, principal, everything, position.snapshot);
  const end = deps.clock() + PATIENCE;
  const items: string[] = [];
  for await (const { cursor, event, firsts, looked } of steps(deps, question, position)) {
    const taken = firsts.slice(0, perPage - items.length);
    items.push(...taken.map(({ text }) => text));
    if (items.length < perPage && deps.clock() < end) continue;
    const reached = items.length < perPage ? looked : (taken.at(-1)?.looked ?? looked);
    return { items, next: { cursor, place: `${event}.${reached}` } };
  }
  return { items };
}

async function* steps({ events }: Deps, question: Question, position: ListPosition): AsyncGenerator<Step> {
  let cursor: Cursor | undefined = position.cursor;
  let place = readPlace(position.place);
  while (cursor) {
    const page: EventPage = await events.find({ ...question, after: cursor, limit: place.events + EVENTS });
    for (const [event, stored] of page.events.entries()) {
      if (event < place.events) continue;
      for await (const found of lookUp(events, question, stored, event === place.events ? place.epcs : 0)) {
        yield { cursor, event, ...found };
      }
    }
    // Where a page ended before the events that were looked at already, they are on the next one.
    const isBehind = page.events.length <= place.events;
    place = isBehind ? { ...place, events: place.events - page.events.length } : { events: 0, epcs: 0 };
    cursor = page.next;
  }
}

async function* lookUp(
  events: EventStore,
  { visibility, snapshot }: Question,
  stored: StoredEvent,
  begin: number,
): AsyncGenerator<Pick<Step, 'firsts' | 'looked'>> {
  const epcs = [...mentionedEpcs(stored)];
  for (let at = begin; at < epcs.length; at += EPCS) {
    const some = epcs.slice(at, at + EPCS);
    const keys = some.map(([key]) => key);
    const answers = await events.firstMentions(stored.key, keys, { visibility, snapshot });
    const firsts = some.flatMap(([, text], i) => (answers[i] ? { text, looked: at + i + 1 } : []));
    yield { firsts, looked: at + some.length };
  }
}
