/**
 * The events that a plan lets through, in its order, reading no more of an index than it must. Three ways:
 *
 * 1. Some conjunct has few entries: their positions are read from its index (not the events), sorted, and the events
 *    fetched piece by piece.
 * 2. The order is that of event time and a term leads: the index of terms has its entries in that order.
 * 3. So many events pass that walking in the order asked meets them soon.
 */
import type { Document } from 'mongodb';
import { mainDocuments, withoutText } from './assemble.ts';
import type { Collections, EventDocument, PartDocument } from './collections.ts';
import { isPart } from './event-document.ts';
import { indexes } from './indexes.ts';
import {
  type Bound,
  factBound,
  ofSequences,
  type Position,
  positionsAfter,
  type Search,
  sequenceBound,
  termBound,
  timeBound,
  type Walk,
  walksBySequence,
  walksByTime,
} from './search.ts';

type Events = Collections['events'];

/** Entries of a conjunct that are read to see whether they are all there are. */
const FEW = 500;

/** Conjuncts that are asked how few they are. */
const ASKED = 3;

/** More stretches of an index than this the database no longer merges in order. */
const MERGED = 50;

/** Entries that are better sorted than walked around, at most; and as a share of the collection. */
const SORTED = { entries: 2_000_000, share: 0.25 };

/** Fetching an event costs as much as reading so many entries. */
const FETCH = 20;

/** Events of one piece. */
const PIECE = { least: 20, most: 200 };

/** The database stops working on one request after so long, ms. */
const TIME = 60_000;

/**
 * Yields main documents, without their terms. An event may be yielded that cannot be seen or does not satisfy the plan;
 * none is missing, none comes twice.
 *
 * @param wanted how many the caller hopes for
 * @param onRoad is told which index is read in which of the three ways, before the first event
 */
export async function* candidates(
  events: Events,
  search: Search,
  wanted: number,
  onRoad: (road: string) => void,
): AsyncGenerator<readonly EventDocument[]> {
  const { plan, sequences } = search;
  const isImpossible =
    plan.anyOf.some((keys) => keys.length === 0) || sequences.min >= sequences.max || plan.eventTime.min >= plan.eventTime.max;
  if (isImpossible) return;
  const piece = Math.min(PIECE.most, Math.max(PIECE.least, wanted));
  const few = isOrderedByIndex(search) ? undefined : await findFew(events, search);
  if (few) {
    onRoad(`${few.bound.index}, few entries`);
    yield* fetchInPieces(events, search, few.positions, few.bound.conjunct, piece);
  } else yield* sortOrWalk(events, search, piece, onRoad);
}

/** The one conjunct there is has its entries in the order asked. */
const isOrderedByIndex = ({ plan, conjuncts, isByTime, sequences }: Search): boolean =>
  isByTime && conjuncts.length === 1 && canLead(plan.anyOf[0]) && sequences.min === 0;

const canLead = (keys: readonly number[] | undefined): boolean => keys !== undefined && keys.length <= MERGED;

/** The positions of the first conjunct that has few. */
async function findFew(
  events: Events,
  search: Search,
): Promise<{ readonly positions: readonly Position[]; readonly bound: Bound } | undefined> {
  const { plan, isByTime, sequences } = search;
  const bounds = plan.anyOf.slice(0, ASKED).map((_, i) => termBound(search, i));
  if (plan.facts.length > 0) bounds.push(factBound(search, plan.anyOf.length));
  // The other order's range, if one was asked; the walk itself keeps to that of its own.
  if (isByTime && sequences.min > 0) bounds.push(sequenceBound(search));
  if (!isByTime && isBounded(search)) bounds.push(timeBound(search));
  for (const bound of bounds) {
    const positions = await readPositions(events, bound, { filter: bound.filter, index: bound.index }, FEW + 1);
    if (positions.length <= FEW) return { positions, bound };
  }
  return undefined;
}

async function readPositions(
  events: Events,
  { fields }: Bound,
  { filter, index, sort }: Omit<Walk, 'sort'> & Partial<Walk>,
  limit: number,
): Promise<readonly Position[]> {
  const { t, s } = fields;
  const projection = { _id: 0, [t]: 1, [s]: 1 };
  const cursor = events.find(filter, {
    projection,
    limit,
    hint: index,
    maxTimeMS: TIME,
    allowDiskUse: true,
    ...(sort && { sort }),
  });
  const found: readonly Partial<EventDocument>[] = await cursor.toArray();
  return found.map((document) => ({ t: document[t] ?? 0, s: document[s] ?? 0 }));
}

const isBounded = ({ plan: { eventTime } }: Search): boolean => eventTime.min > -Infinity || eventTime.max < Infinity;

async function* fetchInPieces(
  events: Events,
  search: Search,
  positions: readonly Position[],
  conjunct: number | undefined,
  piece: number,
): AsyncGenerator<readonly EventDocument[]> {
  const { after } = search;
  const ahead = inOrder(search, positions).filter((position) => after === undefined || compare(search, position, after) > 0);
  for (let at = 0; at < ahead.length; at += piece) {
    yield await fetch(events, search, ahead.slice(at, at + piece), conjunct);
  }
}

/** In the order asked, each once: an event in parts has an entry for each. */
function inOrder(search: Search, positions: readonly Position[]): readonly Position[] {
  const distinct = new Map(positions.map((position) => [position.s, position]));
  const { min, max } = search.sequences;
  return [...distinct.values()].filter(({ s }) => s >= min && s < max).sort((a, b) => compare(search, a, b));
}

const compare = ({ isByTime, direction }: Search, a: Position, b: Position): number =>
  direction * ((isByTime ? a.t - b.t : 0) || a.s - b.s);

async function fetch(
  events: Events,
  search: Search,
  positions: readonly Position[],
  conjunct: number | undefined,
): Promise<readonly EventDocument[]> {
  const filter = ofSequences(
    search,
    positions.map(({ s }) => s),
    conjunct,
  );
  const found = await events.find(filter, { projection: withoutText, maxTimeMS: TIME }).hint(indexes.sequence).toArray();
  return found.filter((document): document is EventDocument => !isPart(document)).sort((a, b) => compare(search, a, b));
}

async function* sortOrWalk(
  events: Events,
  search: Search,
  piece: number,
  onRoad: (road: string) => void,
): AsyncGenerator<readonly EventDocument[]> {
  const { plan, isByTime } = search;
  const isLed = isByTime && canLead(plan.anyOf[0]);
  const bound = isLed ? undefined : boundToSort(search);
  if (bound && (await isWorthSorting(events, bound))) {
    onRoad(`${bound.index}, sorted`);
    yield* sorted(events, search, bound, piece);
    return;
  }
  const walks = isByTime ? walksByTime(search, isLed ? 0 : undefined) : walksBySequence(search);
  onRoad(`${walks[0]?.index ?? indexes.sequence}, walked in order`);
  yield* walk(events, walks, piece);
}

function boundToSort(search: Search): Bound | undefined {
  const { plan, isByTime } = search;
  if (plan.anyOf.length > 0) return termBound(search, 0);
  if (!isByTime && isBounded(search)) return timeBound(search);
  return plan.facts.length > 0 ? factBound(search, 0) : undefined;
}

/** The fewer entries, the longer a walk takes until it meets one, and the cheaper it is to sort them all. */
async function isWorthSorting(events: Events, { filter, index, isCovered }: Bound): Promise<boolean> {
  const total = await events.estimatedDocumentCount();
  const most = Math.ceil(Math.min(SORTED.entries, total * SORTED.share) / (isCovered ? 1 : FETCH));
  const count = await events.countDocuments(filter as Document, { hint: index, limit: most + 1, maxTimeMS: TIME });
  return count <= most;
}

/** Pieces grow, since each costs one reading of all entries: where few events of each piece pass, there are few pieces. */
async function* sorted(events: Events, search: Search, bound: Bound, first: number): AsyncGenerator<readonly EventDocument[]> {
  let { after: reached } = search;
  for (let piece = first; ; piece = Math.min(4 * piece, 50_000)) {
    const positions = await readPositions(events, bound, positionsAfter(search, bound, reached), piece);
    yield* fetchInPieces(events, { ...search, after: reached }, positions, bound.conjunct, first);
    reached = positions.at(-1);
    if (positions.length < piece) return;
  }
}

async function* walk(events: Events, walks: readonly Walk[], piece: number): AsyncGenerator<readonly EventDocument[]> {
  let latest = Number.NaN;
  for (const { filter, index, sort } of walks) {
    const cursor = events.find(filter, { projection: withoutText, batchSize: piece, maxTimeMS: TIME }).sort(sort).hint(index);
    try {
      while (await cursor.hasNext()) {
        const batch = cursor.readBufferedDocuments().filter(({ s }) => {
          const isNew = s !== latest;
          latest = s;
          return isNew;
        });
        yield await wholes(events, batch);
      }
    } finally {
      await cursor.close();
    }
  }
}

/** Main documents in place of parts. A part whose main document is another's, or not there, belongs to nothing. */
async function wholes(events: Events, found: readonly (EventDocument | PartDocument)[]): Promise<readonly EventDocument[]> {
  const mains = await mainDocuments(
    events,
    found.filter(isPart).map(({ of }) => of),
  );
  const byKey = new Map(mains.map((main) => [main._id.toString('hex'), main]));
  return found.flatMap((document) => {
    if (!isPart(document)) return [document];
    const main = byKey.get(document.of.toString('hex'));
    return main?.s === document.s ? [main] : [];
  });
}
