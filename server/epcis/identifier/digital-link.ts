/**
 * GS1 Digital Link URIs on any domain.
 *
 * @source GS1 Digital Link URI syntax; CBV 2.0, "highly constrained" Digital Link for EPCIS; gs1/EPCIS #192 for the order
 */
import { decodeSegment, firstNoUri, type ReadMode } from './character-set.ts';
import {
  constrain,
  isPrimaryAi,
  isQualifierAi,
  keyFault,
  keyRules,
  type PrimaryAi,
  padGtin,
  type Qualifier,
  type QualifierAi,
  qualifierFault,
} from './gs1-key.ts';
import { classify, primaryScheme, type Reading, refuse } from './scheme.ts';

export const CANONICAL_DOMAIN = 'https://id.gs1.org/';

/** Short names of the first version of the standard: read, never written. */
const shortNames: Readonly<Record<string, PrimaryAi | QualifierAi>> = {
  gtin: '01',
  itip: '8006',
  cpid: '8010',
  gln: '414',
  party: '417',
  gsrnp: '8017',
  gsrn: '8018',
  gcn: '255',
  sscc: '00',
  gdti: '253',
  ginc: '401',
  gsin: '402',
  grai: '8003',
  giai: '8004',
  cpv: '22',
  lot: '10',
  ser: '21',
};

const aiOf = (segment: string): string => (Object.hasOwn(shortNames, segment) ? (shortNames[segment] ?? segment) : segment);

export const looksLikeWebUri = (text: string): boolean => /^https?:\/\//i.test(text);

/**
 * Reads a Digital Link. Check digits are left to the caller.
 *
 * Domain and path in front of the key are free. Query and, tolerantly, fragment are no part of the identity.
 * `tolerant` also reads a trailing slash and characters that no URI may hold bare.
 */
export function readDigitalLink(text: string, mode: ReadMode): Reading {
  const noUri = mode === 'strict' ? firstNoUri(text) : undefined;
  if (noUri !== undefined) return refuse(`a URI cannot hold ${JSON.stringify(noUri)} unescaped`);
  const start = text.indexOf('/', text.indexOf('://') + 3);
  if (start < 0) return refuse('there is no GS1 key in the path');
  const path = pathOf(text, start + 1, mode);
  if (path === undefined) return refuse('a Digital Link has no fragment; # in a component part reference is written %23');
  const segments = path.split('/');
  if (mode === 'tolerant' && segments.length > 1 && segments.at(-1) === '') segments.pop();
  return readSegments(segments);
}

/** Path without query and fragment; undefined where a fragment cannot be told from a bare `#` of the key. */
function pathOf(text: string, start: number, mode: ReadMode): string | undefined {
  const fragment = text.indexOf('#', start);
  const beforeFragment = fragment < 0 ? text.slice(start) : text.slice(start, fragment);
  if (fragment >= 0 && (mode === 'strict' || /(^|\/)(8010|cpid)\//.test(beforeFragment))) return undefined;
  const query = beforeFragment.indexOf('?');
  return query < 0 ? beforeFragment : beforeFragment.slice(0, query);
}

/** The first segment that is a key with a value of the right shape and nothing but qualifiers behind it decides. */
function readSegments(segments: readonly string[]): Reading {
  let firstRefusal: Reading | undefined;
  for (let i = 0; i < segments.length; i++) {
    const ai = aiOf(segments[i] ?? '');
    if (!isPrimaryAi(ai)) continue;
    const reading = readFrom(segments, i, ai);
    if (reading.refusal === undefined) return reading;
    firstRefusal ??= reading;
  }
  return firstRefusal ?? refuse('there is no GS1 key in the path');
}

function readFrom(segments: readonly string[], at: number, ai: PrimaryAi): Reading {
  const scheme = primaryScheme(ai);
  const decoded = decodeSegment(segments[at + 1] ?? '');
  if (decoded === undefined) return refuse(`(${ai}): % begins no escape`, scheme);
  const value = padGtin(ai, decoded);
  const fault = keyFault(ai, value);
  if (fault !== undefined) return refuse(fault, scheme);
  const before = aiOf(segments[at - 2] ?? '');
  if (isQualifierAi(before) && keyRules[ai].qualifiers.includes(before))
    return refuse(`(${before}) stands after (${ai}), not before it`, scheme);
  const qualifiers = readQualifiers(segments, at + 2, ai);
  if (typeof qualifiers === 'string') return refuse(qualifiers, scheme);
  const key = constrain(ai, value, qualifiers);
  return { identifier: { ...classify(key), key } };
}

/** Qualifiers in the order of the standard, or what is wrong with them. */
function readQualifiers(segments: readonly string[], start: number, ai: PrimaryAi): readonly Qualifier[] | string {
  if ((segments.length - start) % 2 !== 0) return `after (${ai}) follow pairs of application identifier and value`;
  const found: Qualifier[] = [];
  for (let i = start; i < segments.length; i += 2) {
    const qualifier = readQualifier(segments[i] ?? '', segments[i + 1] ?? '', ai);
    if (typeof qualifier === 'string') return qualifier;
    found.push(qualifier);
  }
  const allowed = keyRules[ai].qualifiers;
  const isInOrder = found.every((q, i) => i === 0 || allowed.indexOf(q.ai) > allowed.indexOf(found[i - 1]?.ai ?? q.ai));
  if (!isInOrder) return `the qualifiers of (${ai}) stand in the order ${allowed.join(', ')}`;
  return exclusive(found) ?? found;
}

function readQualifier(segment: string, text: string, primary: PrimaryAi): Qualifier | string {
  const ai = aiOf(segment);
  if (!isQualifierAi(ai) || !keyRules[primary].qualifiers.includes(ai))
    return `(${primary}) has no qualifier ${JSON.stringify(segment)}`;
  const value = decodeSegment(text);
  if (value === undefined) return `(${ai}): % begins no escape`;
  return qualifierFault({ ai, value }) ?? { ai, value };
}

/** A pack has the serial of its maker or one of a third party, not both. */
const exclusive = (found: readonly Qualifier[]): string | undefined =>
  found.some(({ ai }) => ai === '21') && found.some(({ ai }) => ai === '235') ? '(21) and (235) exclude each other' : undefined;
