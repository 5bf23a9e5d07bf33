/** Who an event is, for telling repeats from conflicts. */
import { createHash } from 'node:crypto';
import type { EpcisEvent, ErrorDeclaration } from './event.ts';
import { eventHash, preHash } from './event-hash.ts';
import { hashExtensions } from './hash-extensions.ts';
import { hashTime, hashWord, sortByBytes } from './hash-values.ts';

/** What separates parts that may hold any text. */
const SEPARATOR = '\u0000';

/**
 * The identity of an event.
 *
 * An error declaration has its original's eventID, so that it is found by it; its key also depends on what it declares: an
 * original and each of its different declarations are events of their own.
 *
 * @returns eventID as given by the sender, else the event hash; key: 32 hex digits
 */
export function identify(event: EpcisEvent): { eventID: string; key: string } {
  const eventID = event.eventID ?? eventHash(event);
  const { errorDeclaration } = event;
  const identity = errorDeclaration ? eventID + SEPARATOR + declared(errorDeclaration) : eventID;
  return { eventID, key: createHash('sha256').update(identity).digest('hex').slice(0, 32) };
}

/**
 * Do two events say the same, in whatever notation? Left aside are eventID, which the caller has compared, and recordTime,
 * which every repository sets anew.
 */
export function sameContent(a: EpcisEvent, b: EpcisEvent): boolean {
  return besideTheHash(a) === besideTheHash(b) && preHash(a) === preHash(b);
}

/** A digest of what `sameContent` compares, for who cannot keep the events: 16 hex digits, equal where they say the same. */
export const contentDigest = (event: EpcisEvent): string =>
  createHash('sha256').update(besideTheHash(event)).update(SEPARATOR).update(preHash(event)).digest('hex').slice(0, 16);

/** What an event says that is in no hash. */
const besideTheHash = (event: EpcisEvent): string =>
  [declaration(event), listed(event.certificationInfo), listed(rulesOfReports(event))].join(SEPARATOR);

/** The standard has bizRules for the metadata; senders put them into reports, too. */
const rulesOfReports = ({ sensorElementList = [] }: EpcisEvent): readonly string[] =>
  sensorElementList.flatMap(({ sensorReport }) => sensorReport.flatMap(({ bizRules }) => bizRules ?? []));

const declaration = ({ errorDeclaration }: EpcisEvent): string => (errorDeclaration ? declared(errorDeclaration) : '');

function declared({ declarationTime, reason, correctiveEventIDs, extensions }: ErrorDeclaration): string {
  const parts = [
    hashTime(declarationTime),
    reason ? hashWord('errorReason', reason) : '',
    listed(correctiveEventIDs),
    hashExtensions(extensions),
  ];
  return parts.join(SEPARATOR);
}

/** The order of a list says nothing. */
const listed = (ids: readonly string[] | undefined): string =>
  sortByBytes([...(ids ?? [])].map((id) => id.trim())).join('\u0001');
