/**
 * Sensor data as the CBV event hash writes it.
 *
 * @source CBV 2.0 section 8.9 (event hash), order of sensor fields
 */
import type { Decimal, SensorElement, SensorMetadata, SensorReport, Word } from './event.ts';
import { hashExtensions } from './hash-extensions.ts';
import { type HashVersion, hashTime, hashValue, hashWord, sortByBytes } from './hash-values.ts';
import type { Time } from './time.ts';
import type { VocabularyName } from './vocabulary/cbv.ts';

const wordFields: Readonly<Record<string, VocabularyName>> = {
  type: 'measurementType',
  exception: 'sensorAlert',
  component: 'component',
};

const metadataFields = [
  'time',
  'startTime',
  'endTime',
  'deviceID',
  'deviceMetadata',
  'rawData',
  'dataProcessingMethod',
  'bizRules',
] as const satisfies readonly (keyof SensorMetadata)[];

const reportFields = [
  'type',
  'exception',
  'deviceID',
  'deviceMetadata',
  'rawData',
  'dataProcessingMethod',
  'time',
  'microorganism',
  'chemicalSubstance',
  'value',
  'component',
  'stringValue',
  'booleanValue',
  'hexBinaryValue',
  'uriValue',
  'minValue',
  'maxValue',
  'meanValue',
  'sDev',
  'percRank',
  'percValue',
  'uom',
  'coordinateReferenceSystem',
] as const satisfies readonly (keyof SensorReport)[];

/** Elements, sorted; the word that heads them is in 2.1 only. */
export function hashSensorElements(elements: readonly SensorElement[] | undefined, version: HashVersion): string {
  if (!elements || elements.length === 0) return '';
  const strings = elements.map((element) => `sensorElement${hashElement(element, version)}`);
  return (version === '2.1' ? 'sensorElementList' : '') + sortByBytes(strings).join('');
}

function hashElement({ sensorMetadata, sensorReport, extensions }: SensorElement, version: HashVersion): string {
  const own = (inside: { readonly extensions?: SensorElement['extensions'] }): string =>
    version === '2.1' ? hashExtensions(inside.extensions) : '';
  const metadata = sensorMetadata ? `sensorMetadata${fieldsOf(sensorMetadata, metadataFields)}${own(sensorMetadata)}` : '';
  const reports = sensorReport.map((report) => `sensorReport${fieldsOf(report, reportFields)}${own(report)}`);
  return metadata + sortByBytes(reports).join('') + (version === '2.1' ? hashExtensions(extensions) : '');
}

type FieldValue = string | boolean | Decimal | Time | Word;

function fieldsOf<K extends string>(holder: { readonly [name in K]?: FieldValue }, names: readonly K[]): string {
  let fields = '';
  for (const name of names) {
    const value = holder[name];
    const text = value === undefined ? '' : textOf(name, value);
    if (text !== '') fields += `${name}=${text}`;
  }
  return fields;
}

function textOf(name: string, value: FieldValue): string {
  if (typeof value === 'string') return hashValue(value);
  if (typeof value === 'boolean') return String(value);
  if ('ms' in value) return hashTime(value);
  return 'word' in value ? hashWord(wordFields[name] ?? 'measurementType', value) : hashValue(value.text);
}

/** What 2.0 writes after ILMD: extensions by element in document order, each below the words that say where they stand. */
export function hashSensorExtensions(elements: readonly SensorElement[] | undefined): string {
  return (elements ?? []).map(extensionsOf).join('');
}

function extensionsOf({ sensorMetadata, sensorReport, extensions }: SensorElement): string {
  const below = (name: string, inside: { readonly extensions?: SensorElement['extensions'] } | undefined): string => {
    const strings = hashExtensions(inside?.extensions);
    return strings === '' ? '' : name + strings;
  };
  const content =
    below('sensorMetadata', sensorMetadata) +
    sensorReport.map((report) => below('sensorReport', report)).join('') +
    hashExtensions(extensions);
  return content === '' ? '' : `sensorElement${content}`;
}
