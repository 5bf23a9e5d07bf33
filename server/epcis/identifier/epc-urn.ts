/**
 * EPC pure-identity URNs: `urn:epc:id:…`, `urn:epc:class:lgtin:…`, `urn:epc:idpat:…`.
 *
 * @source EPC Tag Data Standard, section "EPC URI"
 */
import { isAllDigits, type ReadMode, unescapeUrn } from './character-set.ts';
import { componentsOf, prefixFault, splitComponents } from './components.ts';
import {
  checkDigit,
  constrain,
  deviatingCheckDigit,
  type Gs1Key,
  keyRules,
  LONGEST_PREFIX,
  qualifierRules,
  type Run,
  runFault,
  SHORTEST_URN_PREFIX,
} from './gs1-key.ts';
import { isClassPattern, readPattern } from './pattern.ts';
import {
  classify,
  componentCount,
  type Gs1Scheme,
  isGs1Scheme,
  type Reading,
  refuse,
  type SchemeRule,
  schemeRules,
} from './scheme.ts';
import { isUrnOnlyScheme, urnOnlyFault } from './urn-only.ts';

/** Could this text be meant as an EPC URN? */
export const looksLikeEpcUrn = (text: string): boolean => /^urn:epc/i.test(text);

/** Reads an EPC URN of any scheme; a wrong one is refused with the reason. */
export function readEpcUrn(text: string, mode: ReadMode): Reading {
  const match = /^urn:epc:(id|class|idpat):([a-z]+):(.*)$/s.exec(text);
  if (!match) return refuse('an EPC URN begins with urn:epc:id:, urn:epc:class: or urn:epc:idpat:, in lower case, and a scheme');
  const [, kind, scheme = '', body = ''] = match;
  if (kind === 'idpat') return readPatternUrn(scheme, body, mode);
  if (kind === 'class' ? scheme === 'lgtin' : isGs1Scheme(scheme) && scheme !== 'lgtin')
    return readGs1Urn(scheme as Gs1Scheme, body, mode);
  if (kind === 'id' && isUrnOnlyScheme(scheme)) {
    const fault = urnOnlyFault(scheme, body.split('.'), mode);
    return fault === undefined ? { identifier: { scheme, level: 'instance', urn: text } } : refuse(fault, scheme);
  }
  return refuse(`urn:epc:${kind} has no scheme ${scheme}`);
}

/** The key of an EPC URN, for who wants nothing else; undefined where it has none or is wrong. */
export function epcUrnKey(text: string): Gs1Key | undefined {
  const start = text.startsWith('urn:epc:id:') ? 11 : 14;
  const colon = text.indexOf(':', start);
  const scheme = text.slice(start, colon);
  const isIndividual = start === 11 ? isGs1Scheme(scheme) && scheme !== 'lgtin' : text.startsWith('urn:epc:class:lgtin:');
  if (!isIndividual) {
    const reading = text.startsWith('urn:epc:idpat:') ? readEpcUrn(text, 'strict') : undefined;
    return reading?.refusal ? undefined : reading?.identifier.key;
  }
  const built = buildWhole(
    scheme as Gs1Scheme,
    splitComponents(text.slice(colon + 1), componentCount(schemeRules[scheme as Gs1Scheme])),
    'strict',
  );
  return typeof built === 'string' ? undefined : built;
}

function readGs1Urn(scheme: Gs1Scheme, body: string, mode: ReadMode): Reading {
  const rule = schemeRules[scheme];
  const components = splitComponents(body, componentCount(rule));
  const built = buildWhole(scheme, components, mode);
  if (typeof built === 'string') return refuse(built, scheme);
  const urn = printEpcUrn(built, (components[0] ?? '').length, scheme);
  return { identifier: { scheme, level: rule.level, key: built, ...(urn !== undefined && { urn }) } };
}

function buildWhole(scheme: Gs1Scheme, components: readonly string[], mode: ReadMode): Gs1Key | string {
  const count = componentCount(schemeRules[scheme]);
  return components.length < count
    ? `${scheme}: ${components.length} components, ${count} are needed`
    : buildKey(scheme, components, mode);
}

function readPatternUrn(scheme: string, body: string, mode: ReadMode): Reading {
  if (!isGs1Scheme(scheme) && !isUrnOnlyScheme(scheme)) return refuse(`urn:epc:idpat has no scheme ${scheme}`);
  const pattern = readPattern(scheme, body, mode);
  if (typeof pattern === 'string') return refuse(pattern, scheme);
  const { components } = pattern;
  const first = components.indexOf('*');
  if (first < 0 || components.some((component, i) => i > first && component !== '*'))
    return refuse(`${scheme}: a pattern ends in *, and all components after the first * are * as well`, scheme);
  const urn = `urn:epc:idpat:${scheme}:${components.join('.')}`;
  if (!isGs1Scheme(scheme) || !isClassPattern(pattern)) return { identifier: { scheme, level: 'pattern', urn } };
  const key = buildKey(scheme, components.slice(0, -1), mode);
  return typeof key === 'string' ? refuse(key, scheme) : { identifier: { scheme, level: 'class', key, urn } };
}

/**
 * The key that components stand for.
 *
 * @param components as written: company prefix, reference, pieces, and the serial unless it is a class
 * @returns the key, or what is wrong
 */
function buildKey(scheme: Gs1Scheme, components: readonly string[], mode: ReadMode): Gs1Key | string {
  const rule = schemeRules[scheme];
  const [prefix = '', reference = ''] = components;
  if (prefix.length < SHORTEST_URN_PREFIX || prefix.length > LONGEST_PREFIX || !isAllDigits(prefix))
    return `${scheme}: a company prefix has 6 to 12 digits, not ${JSON.stringify(prefix)}`;
  const value = rule.digits === 0 ? freeValue(scheme, rule, prefix, reference, mode) : fixedValue(scheme, rule, components);
  if (value.fault !== undefined) return value.fault;
  const serial = rule.serial === 'none' ? undefined : components[2 + rule.pieces];
  if (serial === undefined) return { ai: rule.ai, value: value.value };
  return withSerial(scheme, rule, value.value, serial, mode);
}

type Value = { readonly value: string; readonly fault?: undefined } | { readonly fault: string };

function fixedValue(scheme: string, { digits, lead, pieces }: SchemeRule, components: readonly string[]): Value {
  const [prefix = '', reference = '', ...more] = components;
  if (prefix.length + reference.length !== digits || !isAllDigits(reference))
    return {
      fault: `${scheme}: company prefix and reference have ${digits} digits together, not ${prefix.length} and ${JSON.stringify(reference)}`,
    };
  const body = leadDigit(lead, reference) + prefix + (lead === 'reference' ? reference.slice(1) : reference);
  const pieceDigits = more.slice(0, pieces);
  const wrong = pieceDigits.find((piece) => piece.length !== 2 || !isAllDigits(piece));
  if (wrong !== undefined || pieceDigits.length < pieces) return { fault: `${scheme}: piece and total have two digits each` };
  return { value: `${body}${checkDigit(body)}${pieceDigits.join('')}` };
}

function leadDigit(lead: SchemeRule['lead'], reference: string): string {
  if (lead === 'none') return '';
  return lead === 'filler' ? '0' : (reference[0] ?? '');
}

function freeValue(scheme: string, { ai }: SchemeRule, prefix: string, reference: string, mode: ReadMode): Value {
  const plain = unescapeUrn(reference, mode);
  if (plain === undefined) return { fault: escapeFault(scheme) };
  const { set, max } = keyRules[ai].rest;
  const min = mode === 'tolerant' ? 0 : 1;
  const fault = runFault(`${scheme}: reference`, plain, { set, min, max: max - prefix.length });
  return fault === undefined ? { value: prefix + plain } : { fault };
}

function withSerial(scheme: string, rule: SchemeRule, value: string, text: string, mode: ReadMode): Gs1Key | string {
  const { ai, serial } = rule;
  if (serial === 'none') return { ai, value };
  const run: Run = serial === 'inside' ? { ...keyRules[ai].rest, min: 1 } : qualifierRules[serial];
  const plain = unescapeUrn(text, mode);
  if (plain === undefined) return escapeFault(scheme);
  const fault = runFault(`${scheme}: serial`, plain, run);
  if (fault !== undefined) return fault;
  if (serial === '8011' && plain.length > 1 && plain[0] === '0') return 'cpi: the serial has no leading zero';
  return serial === 'inside' ? { ai, value: value + plain } : constrain(ai, value, [{ ai: serial, value: plain }]);
}

const escapeFault = (scheme: string): string =>
  `${scheme}: the characters " % & / < > ? (and # in CPI) are written as %XX, and no others are`;

/**
 * Writes a key as an EPC URN: `id`, `class`, or `idpat` for a class.
 *
 * @param prefixLength digits of the company prefix
 * @returns undefined where the key cannot begin with such a prefix, or no URN says what it says: a wrong check digit, the
 *   lot of an ITIP
 */
export function printEpcUrn(key: Gs1Key, prefixLength: number, scheme: Gs1Scheme = classify(key).scheme): string | undefined {
  if (prefixFault(key, prefixLength) !== undefined || deviatingCheckDigit(key.ai, key.value) !== undefined) return undefined;
  const { serial, level } = schemeRules[scheme];
  if (key.qualifier && key.qualifier.ai !== serial) return undefined;
  const body = componentsOf(key, scheme, prefixLength).join('.');
  if (level === 'class') return `urn:epc:class:${scheme}:${body}`;
  return `urn:epc:${classify(key).level === 'class' ? 'idpat' : 'id'}:${scheme}:${body}`;
}
