/**
 * Events and vocabularies of one document, as they come.
 *
 * `@context` may come after the events. An event whose names need no prefix that is not known yet is decoded at once; from
 * the first one that does, events wait for the context, up to as many bytes as one event may take.
 */
import type { Issue } from '../../epcis/issue.ts';
import { type State, say } from './decoding-state.ts';
import { readEvent } from './event.ts';
import { inspect } from './inspect.ts';
import { issuesOf, mayBreakPairs } from './issues.ts';
import type { Item } from './item.ts';
import { parseJson } from './literal.ts';
import * as problems from './problem.ts';
import { makeReading } from './reading.ts';
import { type Source, sourceOfItem } from './source.ts';
import { readVocabulary } from './vocabulary.ts';

/** Events that waited are shown with what is known; the context that they waited for will not come any more. */
export function stop(state: State, problem: Issue): void {
  release(state);
  say(state, problem);
  state.isOver = true;
}

export function takeItem(state: State, item: Item): void {
  if (state.held.length > 0 || !decodeItem(state, item)) hold(state, item);
}

function hold(state: State, item: Item): void {
  state.held.push(item);
  state.heldLength += item.text.length;
  const { eventBytes } = state.options.limits;
  if (state.heldLength <= eventBytes) return;
  state.context = 'late';
  say(state, {
    id: 'context-late',
    layer: 'context',
    severity: 'error',
    message: `events use prefixes that are not known yet, and @context has not come within ${eventBytes} bytes after them`,
    hint: 'Put @context before the events.',
    at: { ...item.start.at, path: item.start.pointer },
  });
  release(state);
}

/** No waiting any longer. */
export function release(state: State): void {
  if (state.context === 'waiting') state.context = 'missing';
  for (const item of state.held.splice(0)) if (!state.isOver) decodeItem(state, item);
  state.heldLength = 0;
}

/** @returns false where the item has to wait for the context */
function decodeItem(state: State, item: Item): boolean {
  const { start, text, scan } = item;
  const event = start.kind === 'event' ? start.index : undefined;
  const source = sourceOfItem(start, text);
  const raw = parseSource(state, source, scan);
  if (raw === undefined) return true;
  const reading = makeReading(state.options.mode, state.scope);
  const at = { line: start.at.line, column: start.at.column, path: start.pointer };
  const read = event === undefined ? readVocabulary(reading, raw) : readEvent(reading, raw, 'own');
  if (reading.hasUnknownPrefix && state.context === 'waiting') return false;
  const issues = issuesOf(reading, source, {
    members: reading.members !== scan.members,
    surrogates: mayBreakPairs(text, scan.hasEscape),
  });
  state.hasDecoded = true;
  if (event === undefined) {
    for (const issue of issues) say(state, issue);
    for (const element of (read ?? []) as ReturnType<typeof readVocabulary>) state.out.push({ kind: 'vocabulary', element });
    return true;
  }
  const made = read as ReturnType<typeof readEvent>;
  state.out.push({
    kind: 'event',
    decoded: made === undefined ? { index: event, at, issues } : { index: event, at, event: made, issues },
  });
  return true;
}

type Noticed = { readonly hasOddNumber: boolean; readonly hasLongString: boolean };

/** @returns undefined where the text is no JSON or holds too long a string; then the decoding is over */
export function parseSource(state: State, source: Source, { hasOddNumber, hasLongString }: Noticed): unknown {
  const { textLength } = state.options.limits;
  const { fault, long } = hasLongString ? inspect(source.text, [], textLength) : { fault: undefined, long: [] };
  const [first] = long;
  if (first && !fault) {
    stop(
      state,
      problems.tooLong(textLength, { ...source.placeOf(first.offset), path: source.pointer + first.pointer }, source.event),
    );
    return undefined;
  }
  try {
    return parseJson(source.text, hasOddNumber);
  } catch (error) {
    const found = fault ?? inspect(source.text).fault;
    // The two readers of JSON must agree; a text that only one of them refuses is a bug of ours.
    if (!found) throw error;
    stop(state, problems.faultIn(found, source));
    return undefined;
  }
}
