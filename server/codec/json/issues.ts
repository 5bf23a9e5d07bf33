/** Findings of a reading become issues: with their place in the document. */
import type { Issue, Place } from '../../epcis/issue.ts';
import { type Inspection, inspect } from './inspect.ts';
import { type Finding, listed, type Reading } from './reading.ts';
import type { Source } from './source.ts';

/** What the scan noticed and what was read, held against each other. */
export type Suspicion = {
  /** There may be repeated names. */
  readonly members: boolean;
  /** There may be half of a surrogate pair. */
  readonly surrogates: boolean;
};

/** Half of a surrogate pair can only be written as an escape. */
export const mayBreakPairs = (text: string, hasEscape: boolean): boolean => hasEscape && /\\u[dD][89a-fA-F]/.test(text);

/** The findings with exact places, and what only a slow look at the text shows. The fast path: there is nothing to do. */
export function issuesOf(reading: Reading, source: Source, suspicion: Suspicion): readonly Issue[] {
  if (reading.findings.length === 0 && !suspicion.members && !suspicion.surrogates) return [];
  const findings = listed(reading);
  const seen = inspect(source.text, new Set(findings.map(({ pointer }) => pointer)));
  return [...findings.map((finding) => issueOf(finding, source, seen)), ...repeats(source, seen), ...brokenPairs(source, seen)];
}

function issueOf({ id, layer, severity, message, hint, pointer, mark }: Finding, source: Source, { places }: Inspection): Issue {
  const found = places.get(pointer);
  const offset = mark === 'name' ? (found?.name ?? found?.value) : found?.value;
  return withEvent(source, {
    id,
    layer,
    severity,
    message,
    ...(hint !== undefined && { hint }),
    at: at(source, offset ?? 0, pointer),
  });
}

const at = (source: Source, offset: number, pointer: string): Place => ({
  ...source.placeOf(offset),
  path: source.pointer + pointer,
});

const withEvent = ({ event }: Source, issue: Issue): Issue => (event === undefined ? issue : { ...issue, event });

/** Names SHOULD be unique (RFC 8259 section 4), and GS1 itself publishes an event that says its eventID twice. */
const repeats = (source: Source, { repeated }: Inspection): readonly Issue[] =>
  repeated.map(({ offset, pointer, name, isSame }) =>
    withEvent(source, {
      id: 'name-repeated',
      layer: 'wellformedness',
      severity: 'warning',
      message: `the member "${name}" stands here twice, with ${isSame ? 'the same value' : 'another value before'}`,
      ...(!isSame && { hint: 'Readers differ in which of the two they take; here it is the last.' }),
      at: at(source, offset, pointer),
    }),
  );

const brokenPairs = (source: Source, { broken }: Inspection): readonly Issue[] =>
  broken.map(({ offset, pointer }) =>
    withEvent(source, {
      id: 'text-not-unicode',
      layer: 'wellformedness',
      severity: 'error',
      message: 'a string holds half of a surrogate pair, which is no character',
      at: at(source, offset, pointer),
    }),
  );
