/** One document being decoded: its pieces as they come, and what remains in the end. */
import type { DocumentHeader } from '../../epcis/document.ts';
import type { DecodedItem, DecodeOptions } from '../decoded.ts';
import { readContext } from './context.ts';
import { beginDecoding, type State, say, takeOut } from './decoding-state.ts';
import { kindOfDocument, readDocument } from './document.ts';
import { readEvent } from './event.ts';
import { membersOf } from './extension.ts';
import { inspect, pointerTo } from './inspect.ts';
import { issuesOf, mayBreakPairs } from './issues.ts';
import { parseSource, release, stop, takeItem } from './items.ts';
import { placeIn } from './position.ts';
import * as problems from './problem.ts';
import { makeReading, odd, type Reading, wrong } from './reading.ts';
import { isObject, type Raw } from './shape.ts';
import { type Source, sourceOfRest } from './source.ts';
import { makeSplitter, type Remainder } from './split.ts';
import type { RootContext } from './split-state.ts';

export type Decoding = {
  /** What these bytes completed. */
  readonly push: (bytes: Buffer) => readonly DecodedItem[];
  readonly end: () => readonly DecodedItem[];
  /** Nothing more can be read of this document. */
  readonly isOver: () => boolean;
};

export function makeDecoding(options: DecodeOptions): Decoding {
  const splitter = makeSplitter(options.limits);
  const state = beginDecoding(options);
  return {
    isOver: () => state.isOver,
    push: (bytes) => {
      const { found, problem } = splitter.push(bytes);
      for (const each of found) {
        if (state.isOver) break;
        if ('context' in each) takeContext(state, each);
        else takeItem(state, each);
      }
      if (problem && !state.isOver) stop(state, problem);
      return takeOut(state);
    },
    end: () => {
      const end = splitter.end();
      if ('problem' in end) stop(state, end.problem);
      else finish(state, end.remainder);
      return takeOut(state);
    },
  };
}

function takeContext(state: State, { context, at, hasOddNumber }: RootContext): void {
  const pointer = '/@context';
  const source: Source = { text: context, pointer, placeOf: (offset) => placeIn(at, context, offset) };
  const reading = makeReading(state.options.mode, state.scope);
  const raw = parseSource(state, context, { hasOddNumber, hasLongString: false }, () => source);
  if (raw === undefined) return;
  const { scope, declared, hasEpcis } = readContext(reading, raw, state.scope, 'document');
  if (!hasEpcis) {
    wrong(reading, {
      id: 'context-not-epcis',
      layer: 'context',
      message: '@context does not name the context of EPCIS',
      hint: 'Add "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld".',
    });
  }
  checkLateBindings(state, reading, declared);
  for (const issue of issuesOf(reading, source, { members: false, surrogates: false })) say(state, issue);
  state.scope = scope;
  state.namespaces = Object.fromEntries(declared);
  state.context = 'read';
  release(state);
}

/** Events that went before were read with the prefixes known from outside. */
function checkLateBindings(state: State, reading: Reading, declared: ReadonlyMap<string, string>): void {
  if (!state.hasDecoded) return;
  for (const [prefix, ns] of declared) {
    const before = state.scope.prefixes.get(prefix);
    if (before === undefined || before === ns) continue;
    wrong(reading, {
      id: 'context-late',
      layer: 'context',
      message: `@context binds "${prefix}" to another namespace than the one with which the events before it were read`,
      hint: 'Put @context before the events.',
    });
  }
}

/** All bytes have been seen. */
function finish(state: State, remainder: Remainder): void {
  const source = sourceOfRest(remainder);
  if (remainder.notUtf8) {
    stop(state, problems.notUtf8(remainder.notUtf8, ''));
    return;
  }
  const raw = parseSource(state, remainder.text, remainder, () => source);
  if (state.isOver) return;
  const reading = makeReading(state.options.mode, state.scope);
  const hadContext = state.context === 'read';
  release(state);
  const suspicion = {
    members: membersOf(raw) !== remainder.members,
    surrogates: mayBreakPairs(source.text, remainder.hasEscape),
  };
  if (Array.isArray(raw)) {
    wrong(reading, {
      id: 'document-is-list',
      layer: 'schema',
      message: 'a list of events stands where a document is wanted',
      hint: 'Put the list into an EPCISDocument.',
    });
  } else if (isObject(raw)) finishObject(state, reading, raw, source, remainder, hadContext);
  else wrong(reading, { id: 'document-no-object', layer: 'schema', message: 'the document is no JSON object' });
  for (const issue of issuesOf(reading, source, suspicion)) say(state, issue);
}

function finishObject(state: State, reading: Reading, raw: Raw, source: Source, remainder: Remainder, hadContext: boolean): void {
  const kind = kindOfDocument(raw);
  if (!hadContext) missContext(reading, kind);
  if (kind === 'event') {
    finishEvent(state, reading, raw, { ...source, event: 0 }, remainder);
    return;
  }
  if (kind !== 'EPCISDocument' && kind !== 'EPCISQueryDocument') return;
  const body = raw['epcisBody'];
  const draft = isObject(body) ? body['event'] : undefined;
  state.out.push({ kind: 'header', header: readDocument(reading, raw, kind, state.namespaces) });
  if (isObject(draft)) finishDraft(state, draft, source, remainder);
}

/** An event by itself means the same without a context, as long as it has no prefixes. */
function missContext(reading: Reading, kind: DocumentHeader['kind']): void {
  const fault = {
    id: 'context-missing',
    layer: 'context',
    message: 'the document has no @context',
    hint: 'Add "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"].',
  } as const;
  if (kind === 'event') odd(reading, fault);
  else wrong(reading, fault);
}

/** The document is an event. */
function finishEvent(state: State, reading: Reading, raw: unknown, source: Source, remainder: Remainder): void {
  const event = readEvent(reading, raw, 'document');
  const issues = issuesOf(reading, source, {
    members: reading.members !== remainder.members,
    surrogates: mayBreakPairs(source.text, remainder.hasEscape),
  });
  const at = { ...source.placeOf(Math.max(0, source.text.search(/\S/))), path: '' };
  state.out.push({ kind: 'header', header: { kind: 'event', syntax: 'json', version: '2.0', namespaces: state.namespaces } });
  state.out.push({ kind: 'event', decoded: event === undefined ? { index: 0, at, issues } : { index: 0, at, event, issues } });
  reading.findings.length = 0;
}

/** Drafts of the standard had one event as a member of the body. */
function finishDraft(state: State, raw: unknown, source: Source, { events: index }: Remainder): void {
  const path = ['epcisBody', 'event'];
  const reading = makeReading(state.options.mode, state.scope);
  reading.path.push(...path);
  const event = readEvent(reading, raw, 'own');
  const pointer = pointerTo(path);
  const offset = inspect(source.text, [pointer]).places.get(pointer)?.value ?? 0;
  const issues = issuesOf(reading, { ...source, event: index }, { members: false, surrogates: false });
  const at = { ...source.placeOf(offset), path: pointer };
  state.out.push({ kind: 'event', decoded: event === undefined ? { index, at, issues } : { index, at, event, issues } });
}
