/**
 * What the hub answers about one identifier: plain data, printed as it is.
 *
 * Identifiers and parties are canonical Digital Links, or where they have no such form the URI that was written. Times are
 * in UTC, with milliseconds and `Z`.
 */
import type { Severity } from '../epcis/issue.ts';
import type { FindingId } from './findings/table.ts';

/** `unknown`: stolen, or its disposition says that nobody knows. */
export type State = 'held' | 'in_transit' | 'ended' | 'unknown';

/** How a party is known, surest first. */
export type Basis = 'stated' | 'master-data' | 'known-party' | 'prefix' | 'sender' | 'assumed';

export type Segment = {
  readonly state: State;
  /** null where nobody can be named, and in every state but `held`. */
  readonly holder: string | null;
  /** Where it is: `bizLocation` of the segment's last event that has one. */
  readonly place: string | null;
  /** In transit only. */
  readonly sender: string | null;
  /** In transit only; null where the shipping names nobody. */
  readonly receiver: string | null;
  /** What ended it: the business step. Only where `state` is `ended`. */
  readonly reason: string | null;
  readonly from: string;
  /** `from` of the next segment; null while this one lasts. */
  readonly to: string | null;
  /** Of the holder, in transit of the sender; null where there is none to be known. */
  readonly basis: Basis | null;
  /** The document names only owners and they were read as those in possession. */
  readonly note?: 'owning_party';
  /** Containers at `from`, innermost first. */
  readonly within: readonly string[];
  readonly events: readonly string[];
};

export type Ownership = {
  readonly owner: string;
  readonly from: string;
  readonly to: string | null;
  readonly basis: Basis;
  readonly events: readonly string[];
};

export type HandOverEnd = { readonly time: string; readonly event: string };

/** A shipping, a receiving, or both. What nobody reported is null. */
export type HandOver = {
  readonly sender: string | null;
  readonly receiver: string | null;
  readonly shipped: HandOverEnd | null;
  readonly received: HandOverEnd | null;
};

export type Finding = {
  readonly id: FindingId;
  readonly severity: Severity;
  readonly message: string;
  readonly events: readonly string[];
};

export type CustodyEvent = {
  readonly eventID: string;
  readonly eventTime: string;
  readonly type: string;
  readonly bizStep: string | null;
  /** The identifier asked for, or the container that brought it into the event. */
  readonly carriedBy: string;
};

/** One holder's account of a class or lot in one unit of measure. Pieces, and serialised units among them, have unit null. */
export type LedgerRow = {
  /** null: nobody can be named. */
  readonly holder: string | null;
  readonly identifier: string;
  readonly uom: string | null;
  readonly begun: number;
  readonly received: number;
  readonly shipped: number;
  readonly ended: number;
  /** Stolen, or its whereabouts unknown. */
  readonly missing: number;
  /** What is there now. */
  readonly left: number;
};

export type LedgerTransit = {
  readonly sender: string | null;
  readonly receiver: string | null;
  readonly identifier: string;
  readonly uom: string | null;
  readonly quantity: number;
};

/** A serialised unit of the lot, as its own chain ends. */
export type LedgerInstance = {
  readonly identifier: string;
  readonly status: State;
  readonly holder: string | null;
  readonly sender: string | null;
  readonly receiver: string | null;
  readonly place: string | null;
  readonly within: readonly string[];
};

/** Class level: where a lot, or a class without serial numbers, went and is. */
export type Ledger = {
  readonly rows: readonly LedgerRow[];
  readonly inTransit: readonly LedgerTransit[];
  readonly instances: readonly LedgerInstance[];
};

export type CustodyAnswer = {
  readonly identifier: string;
  readonly asOf: string | null;
  readonly knownAt: string | null;
  readonly status: State;
  /** Bare word or URI, as last stated. */
  readonly disposition: string | null;
  readonly persistentDispositions: readonly string[];
  readonly chain: readonly Segment[];
  readonly ownership: readonly Ownership[];
  readonly containment: {
    /** Innermost first. */
    readonly parents: readonly string[];
    /** Directly inside. */
    readonly children: readonly string[];
  };
  readonly handOvers: readonly HandOver[];
  readonly lineage: { readonly madeFrom: readonly string[]; readonly madeInto: readonly string[] };
  readonly findings: readonly Finding[];
  readonly events: readonly CustodyEvent[];
  /** Class level only; then there is no chain. */
  readonly ledger?: Ledger;
};
