/** Bounds of custody: when something becomes a finding, and how far the walk goes. All may be set, none need be. */

export type CustodyLimits = {
  /** A transit without receipt is a finding after so many days. */
  readonly transitDays: number;
  /** Two places in less time are a finding. */
  readonly twoPlacesMinutes: number;
  /** Nothing travels faster, where master data has coordinates. */
  readonly travelKmPerHour: number;
  /** An event may be ahead of its record time by so much without a finding. */
  readonly clockMinutes: number;
  /** Levels of containers that are followed. */
  readonly depth: number;
  /** Events read for one answer; a chain of more is a `query-too-large` problem. */
  readonly events: number;
  /** Contents of a container whose own events are asked for; of more, only the container's events speak. */
  readonly contents: number;
  /** Serialised units of one lot that are followed; a lot of more is a `query-too-large` problem. */
  readonly instances: number;
};

export const defaultLimits: CustodyLimits = {
  transitDays: 14,
  twoPlacesMinutes: 60,
  travelKmPerHour: 1_000,
  clockMinutes: 5,
  depth: 16,
  events: 50_000,
  contents: 20_000,
  instances: 20_000,
};
