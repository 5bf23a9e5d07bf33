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
import { makeReading, type Reading } from './reading.ts';
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
  const raw = parseSource(state, item.text, item.scan, () => sourceOfItem(item.start, item.text));
  if (raw === undefined) return true;
  const reading = makeReading(state.options.mode, state.scope);
  const isRead = item.start.kind === 'event' ? takeEvent(state, item, reading, raw) : takeVocabulary(state, item, reading, raw);
  state.hasDecoded ||= isRead;
  return isRead;
}

const mustWait = (state: State, reading: Reading): boolean => reading.hasUnknownPrefix && state.context === 'waiting';

function takeEvent(state: State, item: Item, reading: Reading, raw: unknown): boolean {
  const event = readEvent(reading, raw, 'own');
  if (mustWait(state, reading)) return false;
  const { line, column } = item.start.at;
  const at = { line, column, path: item.start.pointer };
  const { index } = item.start;
  const issues = issuesOfItem(item, reading);
  state.out.push({ kind: 'event', decoded: event === undefined ? { index, at, issues } : { index, at, event, issues } });
  return true;
}

function takeVocabulary(state: State, item: Item, reading: Reading, raw: unknown): boolean {
  const elements = readVocabulary(reading, raw);
  if (mustWait(state, reading)) return false;
  for (const issue of issuesOfItem(item, reading)) say(state, issue);
  for (const element of elements) state.out.push({ kind: 'vocabulary', element });
  return true;
}

const NONE: readonly Issue[] = [];

/** Nearly always there are none, and nothing is done for them. */
function issuesOfItem({ start, text, scan }: Item, reading: Reading): readonly Issue[] {
  const suspicion = { members: reading.members !== scan.members, surrogates: mayBreakPairs(text, scan.hasEscape) };
  if (reading.findings.length === 0 && !suspicion.members && !suspicion.surrogates) return NONE;
  return issuesOf(reading, sourceOfItem(start, text), suspicion);
}

type Noticed = { readonly hasOddNumber: boolean; readonly hasLongString: boolean };

/** @returns undefined where the text is no JSON or holds too long a string; then the decoding is over */
export function parseSource(
  state: State,
  text: string,
  { hasOddNumber, hasLongString }: Noticed,
  sourceOf: () => Source,
): unknown {
  if (hasLongString && isTooLong(state, text, sourceOf)) return undefined;
  try {
    return parseJson(text, hasOddNumber);
  } catch {
    // The two readers of JSON agree on what is none; should they ever not, the beginning is the place.
    const fault = inspect(text).fault ?? { offset: 0, message: 'the text is no JSON', pointer: '' };
    stop(state, problems.faultIn(fault, sourceOf()));
    return undefined;
  }
}

function isTooLong(state: State, text: string, sourceOf: () => Source): boolean {
  const { textLength } = state.options.limits;
  const { fault, long } = inspect(text, [], textLength);
  const [first] = long;
  if (!first || fault) return false;
  const { placeOf, pointer, event } = sourceOf();
  stop(state, problems.tooLong(textLength, { ...placeOf(first.offset), path: pointer + first.pointer }, event));
  return true;
}
