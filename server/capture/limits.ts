/** Bounds of capture, from the configuration. */

export type CaptureLimits = {
  /** Bytes of one document. */
  readonly fileSize: number;
  /** Events of one document. */
  readonly events: number;
  /** Bytes of one event. */
  readonly eventSize: number;
};

/** Nesting deeper than this is no EPCIS; parsers of partners' partners stop earlier. */
const DEPTH = 64;

/** One text of an event: long enough for an embedded certificate, short enough for memory. */
const TEXT_LENGTH = 1 << 20;

export const decodeLimits = (limits: CaptureLimits) => ({
  depth: DEPTH,
  textLength: TEXT_LENGTH,
  eventBytes: limits.eventSize,
  events: limits.events,
});
