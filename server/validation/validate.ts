/** Judges events by the rules that no schema can say. */
import type { DecodedEvent } from '../codec/decoded.ts';
import { contentDigest, identify } from '../epcis/identity.ts';
import type { Issue } from '../epcis/issue.ts';
import { rules } from './rules/all.ts';

/** The findings of one event, with its place and index. An event that could not be read has none here. */
export function checkRules({ event, at, index }: DecodedEvent): readonly Issue[] {
  if (!event) return [];
  const issues: Issue[] = [];
  for (const { id, severity, check } of rules) {
    for (const finding of check(event)) issues.push({ id, layer: 'rule', severity, ...finding, at, event: index });
  }
  return issues;
}

/**
 * Rules over the events of one document, for a reader of the whole: two different events have no common eventID. Of each
 * event that has one it keeps a few bytes; where documents are stored, the store judges this, and nothing is kept.
 *
 * @source EPCIS 2.0, EPCISEvent: only an error declaration repeats an eventID
 */
export function makeDocumentRules(): (decoded: DecodedEvent) => readonly Issue[] {
  const seen = new Map<string, { readonly digest: string; readonly index: number }>();
  return ({ event, at, index }) => {
    if (event?.eventID === undefined) return [];
    const key = identify(event).key.slice(0, KEPT);
    const digest = contentDigest(event);
    const first = seen.get(key);
    if (!first) {
      seen.set(key, { digest, index });
      return [];
    }
    const isSame = first.digest === digest;
    return [
      {
        id: isSame ? 'event-repeated' : 'event-id-repeated',
        layer: 'rule',
        severity: isSame ? 'warning' : 'error',
        message: `Event ${index} has the eventID ${event.eventID} of event ${first.index}${isSame ? ' and says the same' : ', but says something else'}.`,
        hint: isSame ? 'It counts once.' : 'Give it an eventID of its own.',
        at,
        event: index,
      },
    ];
  };
}

/** Hex digits of a key: 80 bits, so that a million events do not meet by chance. */
const KEPT = 20;
