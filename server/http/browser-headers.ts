/** Headers that keep browsers careful, and those that let chosen web pages read answers (CORS). */
import type { Request, Response } from 'express';

/** Answers are somebody's trade secrets: kept by no cache, embedded in no page, executed by nobody. */
const careful: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const exposed = [
  'Allow',
  'GS1-CBV-Max',
  'GS1-CBV-Min',
  'GS1-CBV-Version',
  'GS1-CBV-XML-Format',
  'GS1-Capture-Error-Behaviour',
  'GS1-EPC-Format',
  'GS1-EPCIS-Capture-File-Size-Limit',
  'GS1-EPCIS-Capture-Limit',
  'GS1-EPCIS-Max',
  'GS1-EPCIS-Min',
  'GS1-EPCIS-Version',
  'GS1-Extensions',
  'GS1-Next-Page-Token-Expires',
  'GS1-Query-Min-Record-Time',
  'GS1-Vendor-Version',
  'Link',
  'Location',
  'Retry-After',
  'X-Request-Id',
].join(', ');

const sendable = [
  'Accept',
  'Authorization',
  'Content-Type',
  'GS1-CBV-Max',
  'GS1-CBV-Min',
  'GS1-CBV-Version',
  'GS1-CBV-XML-Format',
  'GS1-Capture-Error-Behaviour',
  'GS1-EPC-Format',
  'GS1-EPCIS-Max',
  'GS1-EPCIS-Min',
  'GS1-EPCIS-Version',
  'GS1-Extensions',
  'X-Request-Id',
].join(', ');

/** What answers depend on besides their address. */
const VARY =
  'Accept, Authorization, Origin, GS1-EPC-Format, GS1-CBV-XML-Format, GS1-EPCIS-Min, GS1-EPCIS-Max, GS1-CBV-Min, GS1-CBV-Max, GS1-Extensions';

/**
 * @param origins whose pages may read answers. Nobody by default: a page of a stranger, opened in a browser on the
 *   hub's own machine, must not reach a hub that trusts this machine
 */
export function setBrowserHeaders(request: Request, response: Response, origins: readonly string[]): void {
  for (const [name, value] of Object.entries(careful)) response.setHeader(name, value);
  response.setHeader('Vary', VARY);
  response.setHeader('Access-Control-Expose-Headers', exposed);
  const { origin } = request.headers;
  if (origin === undefined || !origins.includes(origin)) return;
  response.setHeader('Access-Control-Allow-Origin', origin);
  if (request.method !== 'OPTIONS') return;
  response.setHeader('Access-Control-Allow-Headers', sendable);
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST, DELETE, OPTIONS');
  response.setHeader('Access-Control-Max-Age', '600');
}
