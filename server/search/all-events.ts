/** Every event of an answer, one after another, as the repository is now. For those who read to the end. */
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { Cursor, EventStore } from '../ports/event-store.ts';
import type { Principal } from '../ports/principal.ts';
import type { EventQuery } from '../query/ast.ts';
import { checkCount, toQuestion } from './question.ts';
import { readPage } from './read-page.ts';

type Deps = { readonly events: EventStore };

const PER_PAGE = 500;

/** @throws HubProblem query-parameter, query-too-large, query-too-complex */
export async function* allEvents(deps: Deps, principal: Principal, query: EventQuery): AsyncGenerator<StoredEvent> {
  const question = await toQuestion(deps.events, principal, query, await deps.events.snapshot());
  await checkCount(deps.events, question);
  let left = query.eventCountLimit ?? Number.POSITIVE_INFINITY;
  let after: Cursor | undefined;
  do {
    const page = await readPage(deps.events, question, after, Math.min(left, PER_PAGE));
    yield* page.events;
    left -= page.events.length;
    after = page.next;
  } while (after && left > 0);
}
