/**
 * Events as an answer, in the syntax, version and notation that the caller asked for.
 *
 * @source EPCIS 2.0 REST binding, content negotiation and header parameters
 */
import { type EpcFormat, encodeEventList } from '../codec/json/encode.ts';
import { encodeXml, type XmlOptions } from '../codec/xml/encode.ts';
import type { EpcisEvent } from '../epcis/event.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import { toInstant } from '../epcis/time.ts';
import type { EventQuery } from '../query/ast.ts';
import type { Clock } from '../runtime/clock.ts';
import { HubProblem } from '../runtime/problem.ts';
import type { Search } from '../search/search.ts';
import { type Answer, type Call, jsonTypes } from './call.ts';
import { type EpcFormat as AskedFormat, compareVersions, type Gs1Headers, type Versions } from './headers.ts';
import type { Link } from './links.ts';
import { type Paging, pagingHeaders } from './paging.ts';

export type EventAnswerDeps = {
  readonly search: Search;
  readonly clock: Clock;
  readonly link: Link;
  readonly pageLimit: number;
};

const xmlTypes = ['application/xml', 'text/xml'] as const;
/** In the order of preference, for a caller that has none. */
export const eventTypes = [...jsonTypes, ...xmlTypes];

/** XML comes in 1.2 as well, JSON in 2.0 only. */
export const eventVersions: Versions = { epcis: { min: '1.2.0', max: '2.0.0' }, cbv: { min: '1.2.0', max: '2.0.0' } };

/** How an answer is to be written. */
export type Form = { readonly type: string; readonly version: '1.2' | '2.0' };

/** @throws HubProblem not-acceptable */
export function formFor(call: Call): Form {
  const isOld = ['GS1-EPCIS-Max', 'GS1-CBV-Max'].some((name) => isBelow(call, name, '2.0'));
  if (!isOld) return { type: call.prefers(eventTypes), version: '2.0' };
  const demand = ['GS1-EPCIS-Min', 'GS1-CBV-Min'].find((name) => compareVersions(given(call, name) ?? '0', '1.2') > 0);
  if (demand !== undefined) {
    throw new HubProblem('not-acceptable', `${demand} says ${given(call, demand)}; with a version below 2.0 it is 1.2.`, {
      name: demand,
    });
  }
  return { type: call.prefers(xmlTypes), version: '1.2' };
}

const given = (call: Call, name: string): string | undefined => call.header(name)?.trim();

const isBelow = (call: Call, name: string, version: string): boolean => {
  const asked = given(call, name);
  return asked !== undefined && compareVersions(asked, version) < 0;
};

export const epcFormatOf: Readonly<Record<AskedFormat, EpcFormat>> = {
  // The choice is ours: what the partner wrote is what nobody can object to.
  No_Preference: 'as-written',
  Always_GS1_Digital_Link: 'digital-link',
  Always_EPC_URN: 'urn',
  Never_Translates: 'as-written',
};

/** One page of what a query finds. @throws HubProblem query-…, page-token-invalid */
export async function answerQuery(
  deps: EventAnswerDeps,
  call: Call,
  {
    query,
    paging,
    form,
    queryName,
  }: { readonly query: EventQuery; readonly paging: Paging; readonly form: Form; readonly queryName?: string },
): Promise<Answer & { readonly count: number }> {
  const { perPage, token } = paging;
  const { events, next } = await deps.search.events(call.principal, {
    query,
    perPage,
    ...(token !== undefined && { pageToken: token }),
  });
  const answer = eventAnswer(deps, call, form, events, queryName);
  const headers = { ...answer.headers, ...pagingHeaders(call, deps.link, paging, next) };
  return { ...answer, headers, count: next ? Math.max(events.length, 1) : events.length };
}

/** These events. */
export function eventAnswer(
  { clock }: Pick<EventAnswerDeps, 'clock'>,
  { gs1 }: Call,
  { type, version }: Form,
  events: readonly StoredEvent[],
  queryName = 'SimpleEventQuery',
): Answer {
  const createdAt = clock();
  if (type.endsWith('json')) {
    const options = { epcFormat: epcFormatOf[gs1.epcFormat], queryName, createdAt, prefixes: gs1.namespaces };
    return { status: 200, type, body: encodeEventList(events, options) };
  }
  const header = { kind: 'EPCISQueryDocument', syntax: 'json', version, namespaces: gs1.namespaces, queryName } as const;
  const body = encodeXml({ header }, [events.map(asRecorded)], { ...xmlOptions(gs1, version), createdAt });
  const versions = { 'GS1-EPCIS-Version': `${version}.0`, 'GS1-CBV-Version': `${version}.0` };
  return { status: 200, type, headers: versions, body };
}

/** With the identity and record time that the repository gave it. */
const asRecorded = ({ event, eventID, origin }: StoredEvent): EpcisEvent => ({
  ...event,
  eventID,
  recordTime: { ms: origin.recordTime, text: toInstant(origin.recordTime) },
});

const cbvFormats = {
  No_Preference: undefined,
  Always_Web_URI: 'web-uri',
  Always_URN: 'urn',
  Never_Translates: 'as-written',
} as const;

/** EPCIS 1.2 knows URNs only, whatever is asked for; what it has no place for is left out rather than failing the list. */
function xmlOptions({ epcFormat, cbvXmlFormat }: Gs1Headers, version: Form['version']): XmlOptions {
  const cbvFormat = version === '1.2' && cbvXmlFormat !== 'Never_Translates' ? 'urn' : cbvFormats[cbvXmlFormat];
  return {
    version,
    epcFormat: version === '1.2' && epcFormat !== 'Never_Translates' ? 'urn' : epcFormatOf[epcFormat],
    ...(cbvFormat !== undefined && { cbvFormat }),
    onLoss: () => undefined,
  };
}
