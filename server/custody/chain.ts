/** The chain of custody: who held the object from when to when, told by its events in order. */

import { identifierKey } from '../epcis/identifier/key.ts';
import { toInstant } from '../epcis/time.ts';
import type { Segment } from './answer.ts';
import { around, type ChainState, current, enter, openChain, raise, type Stretch, stay } from './chain-state.ts';
import { type Effect, isLost, stepOf } from './effect.ts';
import type { Findings } from './findings/raise.ts';
import { receive, ship, voidShipping } from './hand-overs.ts';
import type { Naming } from './naming.ts';
import { link, linkOrNull } from './party.ts';
import { glimpse, noteWhoHasIt, see } from './sightings.ts';
import type { Story, Telling } from './story.ts';

export type Chain = Pick<ChainState, 'stretches' | 'handOvers'> & {
  /** The events that speak about the object, in order: those of the story but for glimpses that showed nothing. */
  readonly tellings: readonly Telling[];
};

export function readChain(story: Story, naming: Naming, findings: Findings): Chain {
  const chain = openChain(naming, findings);
  const tellings = story.tellings.filter((telling) => take(chain, telling));
  return { stretches: chain.stretches, handOvers: chain.handOvers, tellings };
}

/** Of many events that show one thing, so many are named. */
const SHOWN = 100;

type Move = (chain: ChainState, telling: Telling) => void;

const moves: Readonly<Record<Effect, Move>> = {
  begin,
  ship,
  void: voidShipping,
  receive,
  move: stay,
  end,
  other: see,
};

/** @returns false where the event turned out to say nothing about the object */
function take(chain: ChainState, telling: Telling): boolean {
  const now = current(chain);
  if (telling.how === 'sighting') return now !== undefined && glimpse(chain, telling);
  if (now?.state === 'ended') outlive(chain, telling, now);
  else if (isLost(telling.stored.event) && telling.effect !== 'end') lose(chain, telling);
  else if (now || opensByItself(telling.effect)) moves[telling.effect](chain, telling);
  else appear(chain, telling);
  chain.told.push(telling.stored.eventID);
  return true;
}

const opensByItself = (effect: Effect): boolean => effect === 'ship' || effect === 'receive' || effect === 'end';

/** The first event that is known of it. */
function appear(chain: ChainState, telling: Telling): void {
  if (telling.effect === 'begin') noteBeginning(chain, telling);
  enter(chain, telling, { state: 'held', named: chain.naming.present(telling.stored, []) });
}

const transformationOf = ({ stored: { event } }: Telling): string | undefined =>
  event.type === 'TransformationEvent' ? event.transformationID : undefined;

function noteBeginning(chain: ChainState, telling: Telling): void {
  chain.begun = { transformation: transformationOf(telling) };
}

/** A beginning of what is there already: too late, or one too many. It neither moves nor restarts anything. */
function begin(chain: ChainState, telling: Telling): void {
  const at = telling.stored.event.eventTime.ms;
  const transformation = transformationOf(telling);
  if (!chain.begun) {
    raise(chain, telling, 'used-before-commissioning', { at, count: chain.told.length }, chain.told.slice(0, SHOWN));
    noteBeginning(chain, telling);
  } else if (transformation === undefined || transformation !== chain.begun.transformation) {
    raise(chain, telling, 'commissioned-twice', { at });
  }
  stay(chain, telling);
}

function end(chain: ChainState, telling: Telling): void {
  const { event } = telling.stored;
  // Who ends what another one held has got it somehow.
  noteWhoHasIt(chain, telling);
  const reason = stepOf(event) ?? (event.type === 'TransformationEvent' ? 'transformation' : 'decommissioning');
  chain.openHandOver = undefined;
  enter(chain, telling, { state: 'ended', reason });
}

/** Stolen, or nobody knows: nobody holds it until it is seen again. */
function lose(chain: ChainState, telling: Telling): void {
  const now = current(chain);
  if (telling.effect === 'begin' && !now) noteBeginning(chain, telling);
  if (!now) chain.lastHolder = chain.naming.present(telling.stored, around(chain))?.party ?? null;
  if (now?.state === 'in_transit') chain.lastHolder = now.sender ?? chain.lastHolder;
  chain.earlyReceipt = undefined;
  enter(chain, telling, { state: 'unknown' });
}

/** What has ended does not begin anew. A second ending is listed no less: one of the two is wrong. */
function outlive(chain: ChainState, telling: Telling, now: Stretch): void {
  const { event } = telling.stored;
  raise(chain, telling, 'active-after-end', { step: stepOf(event), at: event.eventTime.ms }, now.events.slice(0, 1));
}

export const printSegment = ({ named, ...stretch }: Stretch): Segment => ({
  state: stretch.state,
  holder: linkOrNull(stretch.holder),
  place: stretch.place === null ? null : link(identifierKey(stretch.place)),
  sender: linkOrNull(stretch.sender),
  receiver: linkOrNull(stretch.receiver),
  reason: stretch.reason,
  from: toInstant(stretch.from),
  to: stretch.to === null ? null : toInstant(stretch.to),
  basis: named?.basis ?? null,
  ...(named?.note && { note: named.note }),
  within: stretch.within.map(link),
  events: stretch.events,
});
