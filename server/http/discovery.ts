/**
 * What OPTIONS says about a resource.
 *
 * @source EPCIS 2.0 REST binding, OPTIONS responses
 */
import { answerVersions, captureVersions, printExtensions, type Versions } from './headers.ts';
import { type Family, methodsOf, type Route } from './route.ts';

/** What the hub is and how much it takes, for announcing it. */
export type Announced = {
  /** Of the hub's own software. */
  readonly version: string;
  readonly limits: {
    /** Events in one document. */
    readonly captureLimit: number;
    /** Bytes of one document. */
    readonly fileSizeLimit: number;
  };
};

type Headers = Readonly<Record<string, string>>;

/** Versions that a resource reads or answers in. */
export const versionsOf = (family: Family): Versions => (family === 'capture' ? captureVersions : answerVersions);

/** On every answer of a standard resource: the versions it is written in. */
export const versionHeaders = (namespaces: Readonly<Record<string, string>>): Headers => ({
  'GS1-EPCIS-Version': answerVersions.epcis.max,
  'GS1-CBV-Version': answerVersions.cbv.max,
  'GS1-Extensions': printExtensions(namespaces),
});

/** Also on every 413, so that a client can cut its documents. */
export const limitHeaders = ({ limits }: Announced): Headers => ({
  'GS1-EPCIS-Capture-Limit': String(limits.captureLimit),
  'GS1-EPCIS-Capture-File-Size-Limit': String(limits.fileSizeLimit),
});

export function discoveryHeaders(route: Route, announced: Announced, namespaces: Readonly<Record<string, string>>): Headers {
  const allow = { Allow: methodsOf(route).join(', ') };
  if (route.family === 'own') return allow;
  const { epcis, cbv } = route.operations.GET?.versions ?? versionsOf(route.family);
  return {
    ...allow,
    ...versionHeaders(namespaces),
    'GS1-EPCIS-Min': epcis.min,
    'GS1-EPCIS-Max': epcis.max,
    'GS1-CBV-Min': cbv.min,
    'GS1-CBV-Max': cbv.max,
    'GS1-EPC-Format': 'Always_GS1_Digital_Link',
    'GS1-CBV-XML-Format': 'Always_Web_URI',
    'GS1-Vendor-Version': announced.version,
    ...(route.family === 'capture' && { ...limitHeaders(announced), 'GS1-Capture-Error-Behaviour': 'all' }),
  };
}
