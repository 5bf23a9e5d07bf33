/**
 * Who is named where: from an identifier's key to the events that name it and in which role.
 *
 * A list of a million EPCs is not turned into a million keys to find one of them: long lists are searched for the keys
 * that are wanted, by a piece of text that every notation of a key contains.
 */
import type { EpcisEvent, Quantity } from '../epcis/event.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import { parentKey } from './containment.ts';
import type { Selection } from './corrections.ts';
import { effectOf, type Role } from './effect.ts';
import { makeFinder } from './find-keys.ts';
import { compareInTime, rankOf } from './order.ts';

/** A used or corrected event at its place in time. */
export type Reading = {
  readonly stored: StoredEvent;
  readonly rank: number;
  /** Declared in error, at this time (ms): it is there to be named, not to be used. */
  readonly declaredAt?: number;
};

export type Mention = { readonly reading: number; readonly role: Role };
export type ClassMention = Mention & { readonly quantity: Quantity };

/** An event that is used and names the key. */
export type Act = Mention & { readonly stored: StoredEvent; readonly event: EpcisEvent };

export type Mentions = {
  /** In order of time; `Mention.reading` is an index of it. */
  readonly readings: readonly Reading[];
  /** Where the key is named as an object, one mention for each event, in order of time. */
  naming(key: string): readonly Mention[];
  /** The same without what was declared in error. */
  acts(key: string): readonly Act[];
  /** Makes `naming` ready for many keys in one pass over the long lists. */
  prepare(keys: Iterable<string>): void;
  /** Those of many keys that are named by anything but packings of this container. Makes `naming` ready for them. */
  namedBeside(keys: ReadonlySet<string>, container: string): ReadonlySet<string>;
  /** Keys of the identifiers that the event names in this role, in its order. */
  keysOf(stored: StoredEvent, role: Role): readonly string[];
  /** Where the key is named as a class with a quantity. */
  namingClass(key: string): readonly ClassMention[];
};

/** Lists up to this length are indexed whole. */
const SHORT = 64;

/** So many keys are looked for by pieces of text; of more, every text is turned into its key. */
const FEW = 32;

type Index = Map<string, Mention[]>;
type LongList = { readonly reading: number; readonly role: Role; readonly epcs: readonly string[]; keys?: readonly string[] };

export function indexMentions({ used, corrected }: Selection): Mentions {
  const readings: readonly Reading[] = [
    ...used.map(toReading),
    ...corrected.map(({ stored, declaredAt }) => ({ ...toReading(stored), declaredAt })),
  ].sort(compareInTime);
  const index: Index = new Map();
  const classes = new Map<string, ClassMention[]>();
  const long: LongList[] = [];
  for (const [reading, { stored }] of readings.entries()) {
    for (const [role, epcs] of namedIn(stored.event)) {
      if (epcs.length > SHORT) long.push({ reading, role, epcs });
      else for (const epc of epcs) push(index, identifierKey(epc), { reading, role });
    }
    for (const [role, quantities] of quantitiesIn(stored.event)) {
      for (const quantity of quantities) push(classes, identifierKey(quantity.epcClass), { reading, role, quantity });
    }
  }
  const searched = new Set<string>();
  const settled = new Set<string>();
  const prepare = (keys: Iterable<string>) => {
    if (long.length === 0) return;
    const wanted = new Set([...keys].filter((key) => !searched.has(key)));
    if (wanted.size > 0) searchLong(long, wanted, index);
    for (const key of wanted) searched.add(key);
  };
  const naming = (key: string): readonly Mention[] => {
    prepare([key]);
    const mentions = index.get(key);
    if (!mentions || mentions.length < 2 || settled.has(key)) return mentions ?? none;
    const once = settle(mentions);
    index.set(key, once);
    settled.add(key);
    return once;
  };
  return {
    readings,
    prepare,
    naming,
    acts: (key) => naming(key).flatMap((mention) => toAct(readings[mention.reading], mention)),
    namingClass: (key) => classes.get(key) ?? none,
    namedBeside(keys, container) {
      const others = new Set<number>();
      for (const [reading, { stored }] of readings.entries()) if (!onlyPacks(stored.event, container)) others.add(reading);
      const isNamed = (key: string) => index.get(key)?.some(({ reading }) => others.has(reading)) ?? false;
      const inLongLists = long
        .filter(({ reading }) => others.has(reading))
        .flatMap((list) => keysOfLong(list).filter((key) => keys.has(key)));
      const named = new Set([...keys].filter(isNamed).concat(inLongLists));
      prepare(named);
      return named;
    },
    keysOf(stored, role) {
      const list = long.find((one) => one.role === role && readings[one.reading]?.stored === stored);
      if (list) return keysOfLong(list);
      return (namedIn(stored.event).find(([as]) => as === role)?.[1] ?? none).map(identifierKey);
    },
  };
}

/** A packing of this container that does nothing else to what is listed. */
const onlyPacks = (event: EpcisEvent, container: string): boolean =>
  parentKey(event) === container && effectOf(event, 'child') !== 'end';

const toAct = (reading: Reading | undefined, mention: Mention): readonly Act[] =>
  reading === undefined || reading.declaredAt !== undefined
    ? []
    : [{ ...mention, stored: reading.stored, event: reading.stored.event }];

const none: readonly never[] = [];

const toReading = (stored: StoredEvent): Reading => ({ stored, rank: rankOf(stored.event, 'input') });

/** The lists of identifiers in an event, each with its role. */
function namedIn(event: EpcisEvent): readonly (readonly [Role, readonly string[]])[] {
  switch (event.type) {
    case 'ObjectEvent':
      return [['epc', event.epcList ?? none]];
    case 'TransactionEvent':
      return [
        ['epc', event.epcList ?? none],
        ['parent', event.parentID === undefined ? none : [event.parentID]],
      ];
    case 'AggregationEvent':
    case 'AssociationEvent':
      return [
        ['child', event.childEPCs ?? none],
        ['parent', event.parentID === undefined ? none : [event.parentID]],
      ];
    case 'TransformationEvent':
      return [
        ['input', event.inputEPCList ?? none],
        ['output', event.outputEPCList ?? none],
      ];
    default:
      return none;
  }
}

/** The lists of quantities in an event, each with its role. */
function quantitiesIn(event: EpcisEvent): readonly (readonly [Role, readonly Quantity[]])[] {
  switch (event.type) {
    case 'ObjectEvent':
    case 'TransactionEvent':
      return [['epc', event.quantityList ?? none]];
    case 'AggregationEvent':
    case 'AssociationEvent':
      return [['child', event.childQuantityList ?? none]];
    case 'TransformationEvent':
      return [
        ['input', event.inputQuantityList ?? none],
        ['output', event.outputQuantityList ?? none],
      ];
    case 'VendorEvent':
      return none;
  }
}

/** One mention for each event, in order of time: named twice, the finer role counts. */
function settle(mentions: readonly Mention[]): Mention[] {
  const settled: Mention[] = [];
  for (const mention of mentions.toSorted((a, b) => a.reading - b.reading)) {
    const last = settled.at(-1);
    if (last?.reading === mention.reading) settled[settled.length - 1] = { ...last, role: finer(last.role, mention.role) };
    else settled.push(mention);
  }
  return settled;
}

/** What is listed inside of itself is only the container. */
function finer(a: Role, b: Role): Role {
  if (a === b) return a;
  if (a === 'parent' || b === 'parent') return a === 'child' || b === 'child' ? 'parent' : 'epc';
  return a === 'input' || a === 'output' || a === 'both' ? 'both' : b;
}

function push<T>(index: Map<string, T[]>, key: string, value: T): void {
  const values = index.get(key);
  if (values) values.push(value);
  else index.set(key, [value]);
}

/** The keys of a long list, made once where all of them are needed. */
function keysOfLong(list: LongList): readonly string[] {
  list.keys ??= list.epcs.map(identifierKey);
  return list.keys;
}

function searchLong(long: readonly LongList[], wanted: ReadonlySet<string>, index: Index): void {
  const find = wanted.size <= FEW ? makeFinder(wanted) : undefined;
  for (const list of long) {
    const keys = list.keys || !find ? keysOfLong(list).filter((key) => wanted.has(key)) : find(list.epcs);
    for (const key of keys) push(index, key, { reading: list.reading, role: list.role });
  }
}
