/**
 * Parameters that compare quantities and sensor data.
 *
 * Beyond the published list they are read as the conformance requirements use them: without a unit the number as it
 * stands, every comparison for every number, attributes in either of their two places or in one of them.
 *
 * @source EPCIS 2.0 sections 8.2.7.1 and 7.3.7
 */
import { isUnitCode, suggestUnitCodes } from '../epcis/vocabulary/unit-codes.ts';
import type { Comparison, SensorNumber, TimeField, WordField } from './ast.ts';
import { sensorNumbers } from './facts.ts';
import type { ParameterRule } from './parameter-rule.ts';
import {
  distinct,
  type Given,
  readBoolean,
  readIdentifiers,
  readNumber,
  readNumbers,
  readPresence,
  readTexts,
  readTime,
  readWords,
  refuseName,
} from './read-values.ts';

const section = 'sensor';
const comparisons = ['EQ', 'GT', 'GE', 'LT', 'LE'] as const satisfies readonly Comparison[];

/** `EQ_` takes alternatives, the others one number. */
const readSide = (op: Comparison, given: Given): readonly number[] => (op === 'EQ' ? readNumbers(given) : [readNumber(given)]);

function readUnit({ name }: Given, code: string): string {
  if (isUnitCode(code)) return code;
  return refuseName(
    name,
    `${code} is no unit of UN/CEFACT Recommendation 20`,
    suggestUnitCodes(code).map((near) => name.slice(0, -code.length) + near),
  );
}

const quantities = comparisons.flatMap((op): readonly ParameterRule[] => [
  {
    name: `${op}_quantity`,
    section: 'event',
    value: op === 'EQ' ? 'numbers' : 'number',
    read: (given) => ({ kind: 'quantity', op, anyOf: readSide(op, given) }),
  },
  {
    name: `${op}_quantity_UOM`,
    section: 'event',
    value: op === 'EQ' ? 'numbers' : 'number',
    pattern: new RegExp(`^${op}_quantity_([^:#]+)$`),
    read: (given, [uom = '']) => ({ kind: 'quantity', op, anyOf: readSide(op, given), uom: readUnit(given, uom) }),
  },
]);

const numberRules = (field: SensorNumber, op: Comparison): readonly ParameterRule[] => {
  const value = op === 'EQ' ? 'numbers' : 'number';
  const plain: ParameterRule = {
    name: `${op}_${field}`,
    section,
    value,
    read: (given) => ({ kind: 'sensorNumber', field, op, anyOf: readSide(op, given) }),
  };
  // A percentile rank is a share of all values and has no unit.
  if (field === 'percRank') return [plain];
  const withUnit: ParameterRule = {
    name: `${op}_${field}_UOM`,
    section,
    value,
    pattern: new RegExp(`^${op}_${field}_([^:#]+)$`),
    read: (given, [uom = '']) => ({ kind: 'sensorNumber', field, op, anyOf: readSide(op, given), uom: readUnit(given, uom) }),
  };
  return [plain, withUnit];
};

const time = (name: string, field: TimeField, op: Comparison): ParameterRule => ({
  name,
  section,
  value: 'time',
  read: (given) => ({ kind: 'time', field, op, ms: readTime(given) }),
});

const times = (['EQ', 'GE', 'LT'] as const).flatMap((op) => [
  time(`${op}_time`, 'sensor.time', op),
  time(`${op}_startTime`, 'sensor.startTime', op),
  time(`${op}_endTime`, 'sensor.endTime', op),
  time(`${op}_SENSORMETADATA_time`, 'sensorMetadata.time', op),
  time(`${op}_SENSORREPORT_time`, 'sensorReport.time', op),
]);

const identifiers = (name: string, field: WordField): ParameterRule => ({
  name,
  section,
  value: 'identifiers',
  read: (given) => ({ kind: 'word', field, anyOf: readIdentifiers(given) }),
});

const inTwoPlaces = (['deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod', 'bizRules'] as const).flatMap(
  (attribute) => [
    identifiers(`EQ_${attribute}`, `sensor.${attribute}`),
    identifiers(`EQ_SENSORMETADATA_${attribute}`, `sensorMetadata.${attribute}`),
    identifiers(`EQ_SENSORREPORT_${attribute}`, `sensorReport.${attribute}`),
  ],
);

/** `F0` and `f0` are one byte. */
const readHex = (given: Given): readonly string[] => distinct(readTexts(given).map((text) => text.toUpperCase()));

export const measureParameters: readonly ParameterRule[] = [
  ...quantities,
  {
    name: 'EXISTS_sensorElementList',
    aliases: ['EXISTS_sensorElement'],
    section,
    value: 'presence',
    read: (given) => (readPresence(given) ? { kind: 'exists', what: 'sensorElementList' } : undefined),
  },
  ...times,
  {
    name: 'EQ_type',
    section,
    value: 'words',
    read: (given) => ({ kind: 'word', field: 'sensor.type', anyOf: readWords(given, 'measurementType') }),
  },
  ...inTwoPlaces,
  identifiers('EQ_microorganism', 'sensor.microorganism'),
  identifiers('EQ_chemicalSubstance', 'sensor.chemicalSubstance'),
  {
    name: 'EQ_stringValue',
    section,
    value: 'texts',
    read: (given) => ({ kind: 'word', field: 'sensor.stringValue', anyOf: distinct(readTexts(given)) }),
  },
  {
    name: 'EQ_hexBinaryValue',
    section,
    value: 'texts',
    read: (given) => ({ kind: 'word', field: 'sensor.hexBinaryValue', anyOf: readHex(given) }),
  },
  identifiers('EQ_uriValue', 'sensor.uriValue'),
  {
    name: 'EQ_booleanValue',
    section,
    value: 'boolean',
    read: (given) => ({ kind: 'word', field: 'sensor.booleanValue', anyOf: [readBoolean(given)] }),
  },
  ...sensorNumbers.flatMap((field) => comparisons.flatMap((op) => numberRules(field, op))),
];
