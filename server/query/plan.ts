/** A query as a store runs it: without knowledge of EPCIS, over numbers only. Every hit is then held against `matches`. */

/** A half-open interval, `min <= x < max`; infinite where a side is open. Milliseconds for times. */
export type Range = { readonly min: number; readonly max: number };

export type Plan = {
  /**
   * A conjunction of alternatives: an event is a candidate when it has, for every member, one of its term keys
   * (`terms.ts`). Most selective first. Empty: every event. A member without keys: no event.
   */
  readonly anyOf: readonly (readonly number[])[];
  /** The event has a fact of this path key with `min <= value <= max`. */
  readonly facts: readonly { readonly path: number; readonly min: number; readonly max: number }[];
  readonly eventTime: Range;
  readonly recordTime: Range;
  /** `recordTime` is the order of writes; ties of eventTime are broken by it, in the same direction. */
  readonly order: { readonly by: 'eventTime' | 'recordTime'; readonly direction: 'ASC' | 'DESC' };
  /** The query's order is by a field that no store keeps in order: whoever asked collects all hits and sorts (`order.ts`). */
  readonly sortedBy?: 'caller';
};

export const everyTime: Range = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
