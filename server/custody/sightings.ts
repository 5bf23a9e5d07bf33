/** Events that hand nothing over: they show where the object is, and so, sometimes, that it changed hands unreported. */
import { around, type ChainState, current, enter, raise, stay } from './chain-state.ts';
import { isSure, type Named } from './naming.ts';
import type { Telling } from './story.ts';

/** Any event but a hand-over. With a party that is not the holder, and surely so, possession has moved. */
export function see(chain: ChainState, telling: Telling): void {
  const seen = noteWhoHasIt(chain, telling);
  if (seen) enter(chain, telling, { state: 'held', named: seen });
  else stay(chain, telling);
}

/** A container's packing of other things: it speaks about this object only where the container has changed hands. */
export function glimpse(chain: ChainState, telling: Telling): boolean {
  const now = current(chain);
  const seen = noteWhoHasIt(chain, telling);
  if (!now || !seen || (now.state === 'held' && now.holder === seen.party)) return false;
  enter(chain, telling, { state: 'held', named: seen });
  return true;
}

/** The party to go on with, where that is a new one it is a finding; undefined where everything stays as it is. */
export function noteWhoHasIt(chain: ChainState, telling: Telling): Named | undefined {
  const now = current(chain);
  const seen = chain.naming.present(telling.stored, around(chain));
  if (!now || !seen || now.state === 'ended') return undefined;
  if (now.state === 'unknown')
    return isSure(seen.basis) || seen.party === chain.lastHolder ? turnedUp(chain, telling, seen) : undefined;
  if (!isSure(seen.basis) || (now.state === 'held' && now.holder === seen.party)) return undefined;
  const before = now.state === 'held' ? now.holder : now.sender;
  if (now.state === 'in_transit' || before !== null)
    raise(chain, telling, 'handover-not-reported', { party: seen.party, other: before });
  chain.openHandOver = undefined;
  chain.earlyReceipt = undefined;
  return seen;
}

/** Lost and found again: with the party that had it, nothing is missing from the story. */
function turnedUp(chain: ChainState, telling: Telling, seen: Named): Named {
  if (chain.lastHolder !== null && seen.party !== chain.lastHolder) {
    raise(chain, telling, 'handover-not-reported', { party: seen.party, other: chain.lastHolder });
  }
  chain.openHandOver = undefined;
  return seen;
}
