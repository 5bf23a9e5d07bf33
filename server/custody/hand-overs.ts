/** Shipping, taking a shipping back, and receiving: the events by which possession moves with somebody's word for it. */

import { toInstant } from '../epcis/time.ts';
import type { HandOver, HandOverEnd } from './answer.ts';
import { around, type ChainState, current, enter, type HandOverDraft, raise, type Stretch } from './chain-state.ts';
import { isSure, type Named } from './naming.ts';
import { linkOrNull } from './party.ts';
import { see } from './sightings.ts';
import type { Telling } from './story.ts';

/** In transit from the stated source, else from who held it, to the stated destination. */
export function ship(chain: ChainState, telling: Telling): void {
  const { naming } = chain;
  const now = current(chain);
  const source = naming.source(telling.stored);
  const destination = naming.destination(telling.stored)?.party ?? null;
  if (now?.state === 'held' && isLateReport(chain, now, source, destination)) reportLate(chain, telling);
  else depart(chain, telling, source, destination);
}

function depart(chain: ChainState, telling: Telling, source: Named | undefined, destination: string | null): void {
  const now = current(chain);
  chain.earlyReceipt = undefined;
  const sender =
    now?.state === 'in_transit' ? senderInTransit(chain, telling, now, source) : senderHeld(chain, telling, now, source);
  const isSameTransit = now?.state === 'in_transit' && now.sender === (sender?.party ?? null);
  const receiver = destination ?? (isSameTransit ? now.receiver : null);
  if (isSameTransit && (now.receiver === null || now.receiver === receiver)) {
    now.receiver = receiver;
    if (chain.openHandOver) chain.openHandOver.receiver = receiver;
  } else {
    chain.openHandOver = { sender: sender?.party ?? null, receiver, shipped: endOf(telling), received: null };
    chain.handOvers.push(chain.openHandOver);
  }
  enter(chain, telling, { state: 'in_transit', sender, receiver });
}

function senderHeld(chain: ChainState, telling: Telling, now: Stretch | undefined, source: Named | undefined): Named | undefined {
  const { naming } = chain;
  const holder = now?.state === 'held' ? now.holder : null;
  if (holder === null) {
    const last: Named | undefined = chain.lastHolder === null ? undefined : { party: chain.lastHolder, basis: 'known-party' };
    return source ?? last ?? naming.seat(telling.stored, around(chain)) ?? naming.presumed(telling.stored);
  }
  if (source && source.party !== holder) raise(chain, telling, 'shipped-by-other', { party: source.party, other: holder });
  const seat = source ? undefined : naming.seat(telling.stored, around(chain));
  if (seat && isSure(seat.basis) && seat.party !== holder)
    raise(chain, telling, 'handover-not-reported', { party: seat.party, other: holder });
  return source ?? now?.named;
}

/** Shipped again before anybody received it: on its way still, or with somebody who did not say that he has it. */
function senderInTransit(chain: ChainState, telling: Telling, now: Stretch, source: Named | undefined): Named | undefined {
  const seat = chain.naming.seat(telling.stored, around(chain));
  const sender = source ?? (seat && isSure(seat.basis) && seat.party === now.receiver ? seat : now.named);
  if (!sender || sender.party === now.sender) return sender;
  const facts = { party: sender.party, other: now.sender };
  if (sender.party === now.receiver) raise(chain, telling, 'handover-not-reported', facts);
  else if (now.sender !== null) raise(chain, telling, 'shipped-by-other', facts);
  return sender;
}

/** Is this the shipping of what was received already, reported with a later time? */
function isLateReport(chain: ChainState, now: Stretch, source: Named | undefined, destination: string | null): boolean {
  const early = chain.earlyReceipt;
  if (!early || (source && source.party === now.holder)) return false;
  const isFromSender = source ? source.party === early.sender : destination !== null;
  return isFromSender && (destination === null || destination === now.holder);
}

function reportLate(chain: ChainState, telling: Telling): void {
  const early = chain.earlyReceipt;
  if (!early) return;
  const { handOver, finding, sender } = early;
  handOver.shipped = endOf(telling);
  chain.findings.retract(finding);
  const at = telling.stored.event.eventTime.ms;
  raise(chain, telling, 'received-before-shipped', { party: handOver.receiver, other: sender, at }, finding.events);
  chain.earlyReceipt = undefined;
  current(chain)?.events.push(telling.stored.eventID);
}

/** From now on the sender has it again. What is not on its way cannot be taken back: then it is an event like others. */
export function voidShipping(chain: ChainState, telling: Telling): void {
  const now = current(chain);
  if (now?.state !== 'in_transit') {
    see(chain, telling);
    return;
  }
  const cancelled = chain.openHandOver;
  if (cancelled) chain.handOvers.splice(chain.handOvers.indexOf(cancelled), 1);
  chain.openHandOver = undefined;
  enter(chain, telling, { state: 'held', named: now.named });
}

/** Held by the stated receiver; by the one the shipping named, unless the place is somebody else's; else by who is there. */
export function receive(chain: ChainState, telling: Telling): void {
  const now = current(chain);
  const receiver = receiverOf(chain, telling);
  const party = receiver?.party ?? null;
  const isNew = now?.state !== 'held' || now.holder !== party;
  if (isNew) {
    chain.earlyReceipt = undefined;
    if (chain.openHandOver) arrive(chain, telling, chain.openHandOver, party);
    else receiveUnshipped(chain, telling, now, party);
    chain.openHandOver = undefined;
  }
  enter(chain, telling, { state: 'held', named: receiver });
}

function receiverOf(chain: ChainState, { stored }: Telling): Named | undefined {
  const stated = chain.naming.destination(stored);
  if (stated) return stated;
  const seat = chain.naming.seat(stored, around(chain));
  const named = chain.openHandOver?.receiver ?? null;
  if (named !== null && (!seat || seat.party === named)) return { party: named, basis: 'stated' };
  return seat ?? chain.naming.presumed(stored);
}

function arrive(chain: ChainState, telling: Telling, open: HandOverDraft, party: string | null): void {
  if (open.receiver !== null && party !== open.receiver) {
    const facts = { party, other: open.receiver };
    raise(chain, telling, 'received-elsewhere', facts, open.shipped ? [open.shipped.event] : []);
  }
  open.receiver = party ?? open.receiver;
  open.received = endOf(telling);
}

/** Another party has it now and nobody said that he sent it. Of an object not seen before, the event itself names the other. */
function receiveUnshipped(chain: ChainState, telling: Telling, now: Stretch | undefined, party: string | null): void {
  const source = chain.naming.source(telling.stored)?.party ?? null;
  const sender = now?.state === 'held' ? now.holder : (source ?? chain.lastHolder);
  const handOver: HandOverDraft = { sender, receiver: party, shipped: null, received: endOf(telling) };
  if (party === null || sender === party) return;
  chain.handOvers.push(handOver);
  if (sender === null || now?.state === 'unknown') return;
  const finding = raise(chain, telling, 'received-not-shipped', { party, other: sender });
  chain.earlyReceipt = { sender, handOver, finding };
}

const endOf = ({ stored }: Telling): HandOverEnd => ({ time: toInstant(stored.event.eventTime.ms), event: stored.eventID });

export const printHandOver = ({ sender, receiver, shipped, received }: HandOverDraft): HandOver => ({
  sender: linkOrNull(sender),
  receiver: linkOrNull(receiver),
  shipped,
  received,
});
