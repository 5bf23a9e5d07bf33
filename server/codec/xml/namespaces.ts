/** Namespace URIs that the codec knows by itself. */
import type { EpcisVersion } from '../../epcis/document.ts';

export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
export const XML_SCHEMA = 'http://www.w3.org/2001/XMLSchema';
export const XML = 'http://www.w3.org/XML/1998/namespace';
export const SBDH = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader';

/** Which schema of EPCIS a namespace belongs to; `major` is the part of the version that the namespace tells. */
export type EpcisNamespace = { readonly schema: 'events' | 'query' | 'masterdata'; readonly major: 1 | 2 };

const epcisNamespaces: ReadonlyMap<string, EpcisNamespace> = new Map([
  ['urn:epcglobal:epcis:xsd:1', { schema: 'events', major: 1 }],
  ['urn:epcglobal:epcis:xsd:2', { schema: 'events', major: 2 }],
  ['urn:epcglobal:epcis-query:xsd:1', { schema: 'query', major: 1 }],
  ['urn:epcglobal:epcis-query:xsd:2', { schema: 'query', major: 2 }],
  ['urn:epcglobal:epcis-masterdata:xsd:1', { schema: 'masterdata', major: 1 }],
  ['urn:epcglobal:epcis-masterdata:xsd:2', { schema: 'masterdata', major: 2 }],
]);

export const epcisNamespace = (uri: string): EpcisNamespace | undefined => epcisNamespaces.get(uri);

const suffix = (version: EpcisVersion): string => (version === '2.0' ? '2' : '1');

export const eventsNamespace = (version: EpcisVersion): string => `urn:epcglobal:epcis:xsd:${suffix(version)}`;
export const queryNamespace = (version: EpcisVersion): string => `urn:epcglobal:epcis-query:xsd:${suffix(version)}`;
export const masterDataNamespace = (version: EpcisVersion): string => `urn:epcglobal:epcis-masterdata:xsd:${suffix(version)}`;
