/** What a split of a document knows at any moment, and the grammar of what it follows. */
import type { Issue } from '../../epcis/issue.ts';
import type { DecodeLimits } from '../decoded.ts';
import type { Item, Piece } from './item.ts';
import type { ItemKind, ItemStart } from './item-start.ts';
import { beginning, type LineColumn, type Position } from './position.ts';
import { makeRest, type Rest } from './rest.ts';
import type { Scan } from './scan.ts';

/** Where in a document to look further: members of an object, items of a list. */
export type Route = { readonly members?: ReadonlyMap<string, Route>; readonly items?: ItemKind };

const through = (members: Record<string, Route>): Route => ({ members: new Map(Object.entries(members)) });
const results = through({ eventList: { items: 'event' }, vocabularyList: { items: 'vocabulary' } });

/** A root that is a list holds bare events; some tools write that. */
export const root: Route = {
  items: 'event',
  ...through({
    epcisHeader: through({ epcisMasterData: through({ vocabularyList: { items: 'vocabulary' } }) }),
    epcisBody: through({ eventList: { items: 'event' }, queryResults: through({ resultsBody: results }) }),
  }),
};

export type Frame = {
  readonly route: Route;
  readonly kind: 'object' | 'list';
  readonly pointer: string;
  name: string;
  count: number;
};

export type Expectation =
  | 'root'
  | 'name'
  | 'name-or-end'
  | 'colon'
  | 'value'
  | 'member-end'
  | 'item'
  | 'item-or-end'
  | 'item-end'
  | 'nothing';

/** The state of a split. */
export type Split = {
  readonly limits: DecodeLimits;
  readonly rest: Rest;
  readonly position: Position;
  readonly frames: Frame[];
  expected: Expectation;
  /** A value or name in progress. */
  scan: Scan | undefined;
  purpose: 'name' | 'rest' | 'item';
  /** Index in the chunk from which on bytes belong to the rest; -1 while they do not. */
  restFrom: number;
  /** Offset in the rest of the name or value in progress. */
  textStart: number;
  start: ItemStart | undefined;
  parts: Piece[];
  readonly counts: Record<ItemKind, number>;
  readonly noticed: { members: number; hasEscape: boolean; hasOddNumber: boolean; hasLongString: boolean };
  /** Where the value of the root's `@context` begins. */
  contextAt: LineColumn | undefined;
  found: Found[];
  problem: Issue | undefined;
};

/** `@context` of the document, as text. */
export type RootContext = { readonly context: string; readonly at: LineColumn; readonly hasOddNumber: boolean };

export type Found = Item | RootContext;

const COLON = 0x3a;
const COMMA = 0x2c;
const END_OF_OBJECT = 0x7d;
const END_OF_LIST = 0x5d;

/** What may follow where, besides values: a byte, and what is expected after it. `end`: the bracket closes. */
export const transitions: Readonly<Partial<Record<Expectation, Readonly<Record<number, Expectation | 'end'>>>>> = {
  'name-or-end': { [END_OF_OBJECT]: 'end' },
  colon: { [COLON]: 'value' },
  'member-end': { [COMMA]: 'name', [END_OF_OBJECT]: 'end' },
  'item-or-end': { [END_OF_LIST]: 'end' },
  'item-end': { [COMMA]: 'item', [END_OF_LIST]: 'end' },
};

export function beginSplit(limits: DecodeLimits): Split {
  const split: Split = {
    limits,
    rest: makeRest(),
    position: beginning(),
    frames: [],
    expected: 'root',
    scan: undefined,
    purpose: 'rest',
    restFrom: 0,
    textStart: 0,
    start: undefined,
    parts: [],
    counts: { event: 0, vocabulary: 0 },
    noticed: { members: 0, hasEscape: false, hasOddNumber: false, hasLongString: false },
    contextAt: undefined,
    found: [],
    problem: undefined,
  };
  split.rest.continueAt(split.position);
  return split;
}

/** JSON pointer of the member or list item that is next. */
export function pointerOf(split: Split): string {
  const frame = split.frames.at(-1);
  if (!frame) return '';
  return `${frame.pointer}/${frame.kind === 'list' ? frame.count : frame.name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
