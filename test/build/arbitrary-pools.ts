/**
 * The few values that generated events and queries are made of. Small on purpose: a query must hit now and then, and two
 * notations of one thing must meet.
 */
import fc from 'fast-check';
import { notationsOf, timeNotations } from './notations.ts';

export const spelled = (urns: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...urns.flatMap(notationsOf));

export const instances = [
  'urn:epc:id:sgtin:9521234.012345.1',
  'urn:epc:id:sgtin:9521234.012345.A%2F2.x',
  'urn:epc:id:sgtin:9521234.054321.1',
  'urn:epc:id:sgtin:952123400.0123.1',
  'urn:epc:id:sscc:9521234.3000000001',
  'urn:epc:id:sscc:0614141.1234567890',
  'urn:epc:id:grai:9521234.00001.C1',
  'urn:epc:id:giai:9521234.SENSOR1',
  'urn:epc:id:cpi:9521234.PART-1.77',
  'urn:epc:id:itip:9521234.012345.01.02.S1',
  'urn:epc:id:upui:9521234.012345.TPX1',
  'urn:epc:id:gid:9521.100.7',
  'urn:epc:id:adi:W81X9C.PN-1.SER1',
  'https://things.example/private/7',
] as const;

export const classes = [
  'urn:epc:class:lgtin:9521234.012345.LOT1',
  'urn:epc:class:lgtin:9521234.012345.LOT2',
  'urn:epc:idpat:sgtin:9521234.012345.*',
  'urn:epc:idpat:grai:9521234.00001.*',
  'urn:epc:idpat:sgtin:9521234.*.*',
  'https://things.example/class/7',
] as const;

export const patterns = [
  'urn:epc:idpat:sgtin:9521234.012345.*',
  'urn:epc:idpat:sgtin:9521234.*.*',
  'urn:epc:idpat:sgtin:*.*.*',
  'urn:epc:idpat:sgtin:9521234.*.1',
  'urn:epc:idpat:sscc:9521234.*',
  'urn:epc:idpat:grai:9521234.00001.*',
  'urn:epc:idpat:grai:9521234.*.*',
  'urn:epc:idpat:giai:9521234.*',
  'urn:epc:idpat:cpi:9521234.PART-1.*',
  'urn:epc:idpat:itip:9521234.012345.01.02.*',
  'urn:epc:idpat:upui:9521234.012345.*',
  'urn:epc:idpat:gid:9521.100.*',
  'urn:epc:idpat:adi:*.*.*',
  'urn:epc:idpat:lgtin:9521234.*.*',
] as const;

export const places = [
  'urn:epc:id:sgln:9521234.00001.0',
  'urn:epc:id:sgln:9521234.00001.DOCK-1',
  'urn:epc:id:sgln:9521234.00002.0',
  'urn:epc:id:sgln:0614141.00003.7',
  'https://things.example/place/7',
] as const;

export const parties = ['urn:epc:id:pgln:9521234.00001', 'urn:epc:id:pgln:0614141.00003', 'urn:example:party:1'] as const;

export const documents = [
  'urn:epcglobal:cbv:bt:9521234000013:PO-1',
  'urn:epc:id:gdti:9521234.00005.D1',
  'https://things.example/order/1',
] as const;

export const eventIDs = [
  'urn:uuid:00000000-0000-4000-8000-000000000001',
  'urn:uuid:00000000-0000-4000-8000-000000000002',
  'https://things.example/event/3',
] as const;

export const uris = ['https://things.example/thing/1', 'urn:epc:id:gdti:9521234.00008.RULE1', 'urn:example:thing:2'] as const;

/** Words by vocabulary: a few standard ones, one of somebody's own. */
export const words = {
  bizStep: ['shipping', 'receiving', 'commissioning', 'https://things.example/steps/polishing'],
  disposition: ['in_transit', 'active', 'recalled', 'https://things.example/disp/shiny'],
  bizTransactionType: ['po', 'desadv', 'https://things.example/types/voucher'],
  sourceDestinationType: ['owning_party', 'possessing_party', 'location'],
  errorReason: ['did_not_occur', 'incorrect_data'],
  measurementType: ['Temperature', 'RelativeHumidity', 'Mass'],
} as const;

const noon = Date.UTC(2025, 2, 3, 12);
export const instants = [noon - 3_600_000, noon - 1, noon, noon + 1, noon + 3_600_000] as const;
export const anInstant = fc.constantFrom(...instants.flatMap(timeNotations));

export const numbers = [-4, 0, 0.5, 2, 2.25, 4, 40, 273.15, 276.15, 1000] as const;
export const units = ['CEL', 'KEL', 'FAH', 'KGM', 'GRM', 'P1', 'XUN'] as const;

export const namespaces = {
  ex: 'https://ns.things.example/epcis/',
  lab: 'http://ns.lab.example/x',
  cbvmda: 'urn:epcglobal:cbv:mda:',
} as const;

export const fieldNames = ['lot', 'grade', 'due'] as const;

/** Texts as partners write them: some look like numbers, times, dates, codes. */
export const texts = [
  'A',
  'a',
  '007',
  '7',
  '7.0',
  '12.50',
  '12.5',
  '1E5',
  '100000',
  '2025-03-03',
  'x|y',
  'größer',
  'true',
  '2025-03-03T12:00:00Z',
  '2025-03-03T13:00:00.000+01:00',
] as const;
