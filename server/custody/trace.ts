/** Use case: the chain of custody of an identifier, from the repository. */
import type { PrefixTable } from '../epcis/identifier/company-prefix.ts';
import { parseKey } from '../epcis/identifier/gs1-key.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import { parseTime } from '../epcis/time.ts';
import type { EventReader, MasterDataReader } from '../ports/event-store.ts';
import type { Principal } from '../ports/principal.ts';
import type { Clock } from '../runtime/clock.ts';
import { HubProblem } from '../runtime/problem.ts';
import type { CustodyAnswer } from './answer.ts';
import { openAsking } from './ask.ts';
import { custody, isClassKey } from './custody.ts';
import { type CustodyLimits, defaultLimits } from './limits.ts';
import { walkObject } from './walk.ts';
import { walkClass } from './walk-class.ts';
import { walkPlaces } from './walk-places.ts';

export type TraceDeps = {
  readonly events: Pick<EventReader, 'snapshot' | 'find'> & Pick<MasterDataReader, 'elements' | 'parents'>;
  readonly clock: Clock;
  readonly limits?: Partial<CustodyLimits>;
  /** Partner register: name of a principal to its party, in any notation. */
  readonly partners?: ReadonlyMap<string, string>;
  readonly prefixes?: PrefixTable;
};

export type TraceRequest = {
  /** EPC URN, Digital Link on any domain, element string in brackets, or any URI. */
  readonly identifier: string;
  /** Date-times with zone. */
  readonly asOf?: string;
  readonly knownAt?: string;
};

/** @throws HubProblem identifier-invalid, identifier-unknown, query-parameter, query-too-large */
export async function traceCustody(deps: TraceDeps, principal: Principal, request: TraceRequest): Promise<CustodyAnswer> {
  const key = readIdentifier(request.identifier);
  const asOf = readTime('asOf', request.asOf);
  const knownAt = readTime('knownAt', request.knownAt);
  const limits: CustodyLimits = { ...defaultLimits, ...deps.limits };
  const snapshot = await deps.events.snapshot(knownAt);
  const until = asOf ?? Number.POSITIVE_INFINITY;
  const asking = openAsking(deps, principal, { snapshot, until, most: limits.events });
  await walk(asking, key, until, limits);
  if (asking.found().length === 0) {
    const everything = openAsking(deps, principal, { snapshot, until: Number.POSITIVE_INFINITY, most: limits.events });
    if (asOf !== undefined) await walk(everything, key, Number.POSITIVE_INFINITY, limits);
    if (everything.found().length === 0) {
      throw new HubProblem('identifier-unknown', `No event speaks about ${request.identifier}.`, { name: 'identifier' });
    }
  }
  const events = asking.found();
  return custody(events, key, {
    ...(asOf !== undefined && { asOf }),
    ...(knownAt !== undefined && { knownAt }),
    now: deps.clock(),
    masterData: await walkPlaces(deps, events, snapshot),
    ...(deps.partners && { partners: deps.partners }),
    ...(deps.prefixes && { prefixes: deps.prefixes }),
    limits,
  });
}

/** A class is asked for as one; what has no class form may still be a class of somebody's own, and the other way round. */
async function walk(...[asking, key, until, limits]: Parameters<typeof walkObject>): Promise<void> {
  const [first, second] = isClassKey(key) ? [walkClass, walkObject] : [walkObject, walkClass];
  await first(asking, key, until, limits);
  if (asking.found().length === 0) await second(asking, key, until, limits);
}

const URI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s"<>\\^`{|}]+$/;

function readIdentifier(text: string): string {
  const trimmed = text.trim();
  const key = identifierKey(trimmed);
  if (key !== trimmed || URI.test(trimmed) || parseKey(trimmed) !== undefined) return key;
  throw new HubProblem(
    'identifier-invalid',
    `${JSON.stringify(text)} is neither an EPC URN, a GS1 Digital Link, an element string nor another URI.`,
    {
      name: 'identifier',
    },
  );
}

function readTime(name: 'asOf' | 'knownAt', text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = parseTime(text);
  if (time) return time.ms;
  throw new HubProblem(
    'query-parameter',
    `${name} is a date-time with zone, e.g. 2025-03-03T12:00:00Z, not ${JSON.stringify(text)}.`,
    { name },
  );
}
