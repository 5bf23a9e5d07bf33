/** Request headers that several routes take, as OpenAPI describes them. */
import { cbvXmlFormats, epcFormats } from './headers.ts';
import type { Parameter, Schema } from './route.ts';

const version: Schema = { type: 'string', pattern: '^\\d+(\\.\\d+)*$' };
const header = (name: string, description: string, schema: Schema): Parameter => ({ name, in: 'header', description, schema });

const extensions = header('GS1-Extensions', 'Prefixes for names of extensions: prefix=namespace, prefix=namespace', {
  type: 'string',
});

export const versionBounds: readonly Parameter[] = [
  header('GS1-EPCIS-Min', 'Lowest EPCIS version that the answer may have', version),
  header('GS1-EPCIS-Max', 'Highest EPCIS version that the answer may have', version),
  header('GS1-CBV-Min', 'Lowest CBV version that the answer may have', version),
  header('GS1-CBV-Max', 'Highest CBV version that the answer may have', version),
];

/** Of answers that hold events. */
export const eventHeaders: readonly Parameter[] = [
  ...versionBounds,
  extensions,
  header('GS1-EPC-Format', 'Notation of identifiers in the answer', {
    type: 'string',
    enum: epcFormats,
    default: 'Always_GS1_Digital_Link',
  }),
  header('GS1-CBV-XML-Format', 'Notation of CBV values in XML', { type: 'string', enum: cbvXmlFormats }),
];

/** Of lists of values. */
export const listHeaders: readonly Parameter[] = eventHeaders.filter(({ name }) => name !== 'GS1-CBV-XML-Format');

/** Of bodies that hold one event. */
export const bodyVersions: readonly Parameter[] = [
  header('GS1-EPCIS-Version', 'EPCIS version of the body', version),
  header('GS1-CBV-Version', 'CBV version of the body', version),
  extensions,
];

export const captureHeaders: readonly Parameter[] = [
  ...bodyVersions,
  header('GS1-Capture-Error-Behaviour', 'rollback: all events or none; proceed: all that are right', {
    type: 'string',
    enum: ['rollback', 'proceed'],
    default: 'rollback',
  }),
];
