/** The bounds of capture that the configuration sets. */
import type { CaptureLimits } from '../capture/limits.ts';
import type { Config } from '../runtime/config.ts';

export const limitsOf = (config: Config): CaptureLimits => ({
  fileSize: config.fileSizeLimit,
  events: config.captureLimit,
  eventSize: config.eventSizeLimit,
});
