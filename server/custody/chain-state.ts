/** The chain while it is being read: what is so far, and the one way to go on. */
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { HandOverEnd, State } from './answer.ts';
import type { Effect } from './effect.ts';
import type { Findings, Raised } from './findings/raise.ts';
import type { FindingId } from './findings/table.ts';
import type { Named, Naming } from './naming.ts';
import type { Telling } from './story.ts';

/** A segment being written. Parties, places and containers are keys, times ms since 1970. */
export type Stretch = {
  readonly state: State;
  readonly holder: string | null;
  readonly sender: string | null;
  receiver: string | null;
  readonly reason: string | null;
  readonly named: Named | undefined;
  /** What began it. */
  readonly by: StoredEvent;
  readonly effect: Effect;
  readonly from: number;
  to: number | null;
  place: string | null;
  readonly within: readonly string[];
  readonly events: string[];
};

export type HandOverDraft = {
  readonly sender: string | null;
  receiver: string | null;
  shipped: HandOverEnd | null;
  received: HandOverEnd | null;
};

/** A receiving that no shipping preceded, as long as its shipping may still turn up. */
export type EarlyReceipt = { readonly sender: string | null; readonly handOver: HandOverDraft; readonly finding: Raised };

export type ChainState = {
  readonly naming: Naming;
  readonly findings: Findings;
  readonly stretches: Stretch[];
  readonly handOvers: HandOverDraft[];
  /** Events that told something so far, for findings about what is too early. */
  readonly told: string[];
  /** eventID and transformation of the beginning, where one was reported. */
  begun: { readonly transformation: string | undefined } | undefined;
  /** Who had it last, for when it turns up again. */
  lastHolder: string | null;
  /** The shipping that is not received yet: there while it is on its way, and while it is lost on its way. */
  openHandOver: HandOverDraft | undefined;
  earlyReceipt: EarlyReceipt | undefined;
};

export const openChain = (naming: Naming, findings: Findings): ChainState => ({
  naming,
  findings,
  stretches: [],
  handOvers: [],
  told: [],
  begun: undefined,
  lastHolder: null,
  openHandOver: undefined,
  earlyReceipt: undefined,
});

export const current = (chain: ChainState): Stretch | undefined => chain.stretches.at(-1);

/** What a stretch is about; everything else follows from the event. */
export type Turn =
  | { readonly state: 'held'; readonly named: Named | undefined }
  | { readonly state: 'in_transit'; readonly sender: Named | undefined; readonly receiver: string | null }
  | { readonly state: 'ended'; readonly reason: string | null }
  | { readonly state: 'unknown' };

/** Begins a new segment with this event; where state and parties stay as they are, the event joins the current one. */
export function enter(chain: ChainState, telling: Telling, turn: Turn): void {
  const { stored, within } = telling;
  const now = current(chain);
  const at = stored.event.eventTime.ms;
  const holder = turn.state === 'held' ? (turn.named?.party ?? null) : null;
  const sender = turn.state === 'in_transit' ? (turn.sender?.party ?? null) : null;
  const receiver = turn.state === 'in_transit' ? turn.receiver : null;
  if (turn.state === 'held') chain.lastHolder = holder ?? chain.lastHolder;
  if (now && now.state === turn.state && now.holder === holder && now.sender === sender && now.receiver === receiver) {
    stay(chain, telling);
    return;
  }
  if (now) now.to = at;
  chain.stretches.push({
    state: turn.state,
    holder,
    sender,
    receiver,
    reason: turn.state === 'ended' ? turn.reason : null,
    named: turn.state === 'held' ? turn.named : turn.state === 'in_transit' ? turn.sender : undefined,
    by: stored,
    effect: telling.effect,
    from: at,
    to: null,
    place: null,
    within,
    events: [],
  });
  stay(chain, telling);
}

/** The event belongs to the current segment and says where the object is. */
export function stay(chain: ChainState, { stored }: Telling): void {
  const now = current(chain);
  if (!now) return;
  now.events.push(stored.eventID);
  now.place = stored.event.bizLocation?.id ?? now.place;
}

/** Parties that have to do with the object now, nearest first. */
export function around(chain: ChainState): readonly string[] {
  const now = current(chain);
  return [now?.holder, chain.openHandOver?.receiver, now?.sender, chain.lastHolder].filter(
    (party) => party !== null && party !== undefined,
  );
}

export function raise(
  chain: ChainState,
  telling: Telling,
  id: FindingId,
  facts: Raised['facts'],
  events: readonly string[] = [],
): Raised {
  const { eventID, event } = telling.stored;
  const raised = { id, at: event.eventTime.ms, events: [...events, eventID], facts };
  chain.findings.raise(raised);
  return raised;
}
