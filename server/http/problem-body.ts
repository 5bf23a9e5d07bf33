/**
 * Problems as bodies: `application/problem+json`, or XML for clients that want nothing else.
 *
 * @source RFC 7807; EPCIS 2.0 XSD, EPCISException
 */
import type { ProblemDetails } from './problem-details.ts';
import { xmlElement } from './xml-text.ts';

/** In the order of preference, for a client that has none. */
const offers = [
  'application/problem+json',
  'application/json',
  'application/ld+json',
  'application/problem+xml',
  'application/xml',
  'text/xml',
];

/**
 * @param prefers the type a client likes best among those offered, false where it likes none
 * @returns JSON where nothing fits: better a readable refusal than a silent one
 */
export function problemBody(
  problem: ProblemDetails,
  prefers: (offers: string[]) => string | false,
): { readonly type: string; readonly body: string } {
  const preferred = prefers(offers);
  if (preferred !== false && preferred.endsWith('xml')) return { type: 'application/problem+xml', body: problemXml(problem) };
  return { type: 'application/problem+json', body: `${JSON.stringify(problem)}\n` };
}

function problemXml(problem: ProblemDetails): string {
  // The detail speaks of the first finding already; the others have no element of their own.
  const others = (problem.errors ?? []).slice(1).map(sentence);
  const inner = [
    xmlElement('type', problem.type),
    xmlElement('title', problem.title),
    xmlElement('status', String(problem.status)),
    xmlElement('detail', [problem.detail, ...others].join(' ')),
    xmlElement('instance', problem.instance),
  ].join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<epcis:EPCISException xmlns:epcis="urn:epcglobal:epcis:xsd:2">${inner}</epcis:EPCISException>\n`;
}

const sentence = (finding: object): string => ('message' in finding ? String(finding.message) : '');
