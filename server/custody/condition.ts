/** The state that is kept beside the chain: disposition and persistent dispositions. */
import type { Telling } from './story.ts';

export type Condition = {
  /** The last one stated; it holds until another is. */
  readonly disposition: string | null;
  /** Set and not unset, in the order in which they were set. */
  readonly persistentDispositions: readonly string[];
};

export function readCondition(tellings: readonly Telling[]): Condition {
  let disposition: string | null = null;
  const persistent = new Set<string>();
  for (const { stored, how } of tellings) {
    if (how === 'sighting') continue;
    const { event } = stored;
    disposition = event.disposition?.word ?? disposition;
    for (const { word } of event.persistentDisposition?.unset ?? []) persistent.delete(word);
    for (const { word } of event.persistentDisposition?.set ?? []) persistent.add(word);
  }
  return { disposition, persistentDispositions: [...persistent] };
}
