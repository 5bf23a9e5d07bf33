/** Who owned it: moves by the owning_party of source and destination, whoever has it in hand. */
import { toInstant } from '../epcis/time.ts';
import type { Basis, Ownership } from './answer.ts';
import { endOf } from './naming.ts';
import { link } from './party.ts';
import type { Telling } from './story.ts';

type Stretch = {
  readonly owner: string;
  readonly from: number;
  to: number | null;
  readonly basis: Basis;
  readonly events: string[];
  /** The owner before, where a shipping changed it and may yet be taken back. */
  readonly before: string | undefined;
};

/** @param endedAt ms since 1970: what has ended belongs to nobody any more */
export function readOwnership(tellings: readonly Telling[], endedAt: number | undefined): readonly Ownership[] {
  const stretches: Stretch[] = [];
  const since = tellings[0]?.stored.event.eventTime.ms ?? 0;
  for (const telling of tellings) {
    const at = telling.stored.event.eventTime.ms;
    if (endedAt !== undefined && at > endedAt) break;
    if (telling.how === 'sighting') continue;
    if (telling.effect === 'void') takeBack(stretches, telling);
    else pass(stretches, telling, since);
  }
  const last = stretches.at(-1);
  if (last && endedAt !== undefined) last.to = endedAt;
  return stretches.map(print);
}

function pass(stretches: Stretch[], { stored, effect }: Telling, since: number): void {
  const { event, eventID } = stored;
  const from = endOf(event, 'source', 'owning_party');
  const to = endOf(event, 'destination', 'owning_party');
  const now = stretches.at(-1);
  const at = event.eventTime.ms;
  if (!now && from !== undefined && since < at) {
    // The first owner is learned when he gives it away; since when he owned it nobody has said.
    stretches.push({ owner: from, from: since, to: null, basis: 'assumed', events: [eventID], before: undefined });
  }
  const owner = to ?? (stretches.length === 0 ? from : undefined);
  if (owner === undefined) return;
  const before = stretches.at(-1);
  if (before?.owner === owner) before.events.push(eventID);
  else
    begin(stretches, {
      owner,
      from: at,
      to: null,
      basis: 'stated',
      events: [eventID],
      before: effect === 'ship' ? (before?.owner ?? from) : undefined,
    });
}

/** A shipping that is taken back takes the sale back that came with it. */
function takeBack(stretches: Stretch[], { stored }: Telling): void {
  const owner = stretches.at(-1)?.before;
  if (owner === undefined) return;
  const from = stored.event.eventTime.ms;
  begin(stretches, { owner, from, to: null, basis: 'stated', events: [stored.eventID], before: undefined });
}

function begin(stretches: Stretch[], next: Stretch): void {
  const now = stretches.at(-1);
  if (now) now.to = next.from;
  stretches.push(next);
}

const print = ({ owner, from, to, basis, events }: Stretch): Ownership => ({
  owner: link(owner),
  from: toInstant(from),
  to: to === null ? null : toInstant(to),
  basis,
  events: [...new Set(events)],
});
