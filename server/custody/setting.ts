/** What an answer is asked under, and the parts of an answer that follow from it alone. */
import type { VocabularyElement } from '../epcis/document.ts';
import type { PrefixTable } from '../epcis/identifier/company-prefix.ts';
import { toInstant } from '../epcis/time.ts';
import type { CustodyEvent } from './answer.ts';
import { type CustodyLimits, defaultLimits } from './limits.ts';
import { link } from './party.ts';
import type { Telling } from './story.ts';

export type CustodyContext = {
  /** ms since 1970: as it was then; later events do not exist. */
  readonly asOf?: number;
  /** ms since 1970: as it was known then; what was recorded later does not exist. */
  readonly knownAt?: number;
  /** ms since 1970. */
  readonly now: number;
  /** Newest state of the elements about this chain's places and parties. */
  readonly masterData?: readonly VocabularyElement[];
  /** Partner register: name of a principal to its party, in any notation. */
  readonly partners?: ReadonlyMap<string, string>;
  readonly prefixes?: PrefixTable;
  readonly limits?: Partial<CustodyLimits>;
};

/** A context with everything decided. */
export type Setting = {
  readonly asOf: number | undefined;
  readonly knownAt: number | undefined;
  /** The time up to which things may last: `asOf`, else the time of knowledge, else now. */
  readonly until: number;
  readonly masterData: readonly VocabularyElement[];
  readonly partners: ReadonlyMap<string, string>;
  readonly prefixes: PrefixTable | undefined;
  readonly limits: CustodyLimits;
};

export function settle({ asOf, knownAt, now, masterData, partners, prefixes, limits }: CustodyContext): Setting {
  return {
    asOf,
    knownAt,
    until: asOf ?? knownAt ?? now,
    masterData: masterData ?? [],
    partners: partners ?? new Map(),
    prefixes,
    limits: { ...defaultLimits, ...limits },
  };
}

export const heading = (key: string, { asOf, knownAt }: Setting) => ({
  identifier: link(key),
  asOf: asOf === undefined ? null : toInstant(asOf),
  knownAt: knownAt === undefined ? null : toInstant(knownAt),
});

export const printEvent = ({ stored: { eventID, event }, carriedBy }: Pick<Telling, 'stored' | 'carriedBy'>): CustodyEvent => ({
  eventID,
  eventTime: toInstant(event.eventTime.ms),
  type: event.type === 'VendorEvent' ? event.eventType.name : event.type,
  bizStep: event.bizStep?.word ?? null,
  carriedBy: link(carriedBy),
});
