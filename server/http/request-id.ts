/** One name for a request, in its answer, in its log lines and in its problem. */
import type { Ids } from '../runtime/clock.ts';

/** The caller's own `X-Request-Id` where it is harmless in a log, else a fresh one. */
export const requestIDOf = (given: string | undefined, ids: Ids): string =>
  given !== undefined && /^[A-Za-z0-9._:+/=-]{1,128}$/.test(given) ? given : ids();
