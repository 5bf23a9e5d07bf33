/**
 * EPC schemes: how the components of a pure-identity URN make a GS1 key, and back.
 *
 * @source EPC Tag Data Standard, sections "EPC URI" and "Correspondence between EPCs and GS1 keys"
 */
import type { Gs1Key, PrimaryAi, QualifierAi } from './gs1-key.ts';

export type Gs1Scheme =
  | 'sgtin'
  | 'lgtin'
  | 'upui'
  | 'sscc'
  | 'sgln'
  | 'pgln'
  | 'grai'
  | 'giai'
  | 'gsrn'
  | 'gsrnp'
  | 'gdti'
  | 'cpi'
  | 'sgcn'
  | 'ginc'
  | 'gsin'
  | 'itip';

/** Schemes that are no GS1 key and have neither Digital Link nor element string. */
export type UrnOnlyScheme = 'gid' | 'usdod' | 'adi' | 'bic' | 'imovn';

export type Scheme = Gs1Scheme | UrnOnlyScheme;

/** `location` and `party` are instances of places and of organisations; `pattern` covers many and stands in queries only. */
export type Level = 'instance' | 'class' | 'location' | 'party' | 'pattern';

/** What was read: whatever the notation, these are known. */
export type Identifier = {
  readonly scheme: Scheme;
  readonly level: Level;
  /** Absent for patterns and for the schemes that are no GS1 key. */
  readonly key?: Gs1Key;
  /** In canonical spelling; absent where the notation read does not tell the length of the company prefix. */
  readonly urn?: string;
};

export type Refusal = {
  /** As far as it was recognised. */
  readonly scheme?: Scheme;
  readonly reason: string;
};

export type Reading = { readonly identifier: Identifier; readonly refusal?: undefined } | { readonly refusal: Refusal };

export const refuse = (reason: string, scheme?: Scheme): { readonly refusal: Refusal } => ({
  refusal: scheme === undefined ? { reason } : { reason, scheme },
});

export type SchemeRule = {
  readonly ai: PrimaryAi;
  /** Digits of company prefix and reference together; 0: free, up to 30 characters in all. */
  readonly digits: 12 | 13 | 16 | 17 | 0;
  /** What stands before the company prefix in the key: the first digit of the reference, a filler zero, or nothing. */
  readonly lead: 'reference' | 'filler' | 'none';
  /** Two-digit components between reference and serial (ITIP: piece and total). */
  readonly pieces: 0 | 2;
  /** Where the last component goes: into a qualifier, behind the key's digits, or there is none. */
  readonly serial: QualifierAi | 'inside' | 'none';
  /** How an individual of the scheme is called. */
  readonly level: 'instance' | 'class' | 'location' | 'party';
  /** Does a pattern whose serial alone is `*` name the class? */
  readonly hasClassPattern: boolean;
};

const rule = (ai: PrimaryAi, digits: SchemeRule['digits'], more: Partial<SchemeRule> = {}): SchemeRule => ({
  ai,
  digits,
  lead: 'none',
  pieces: 0,
  serial: 'none',
  level: 'instance',
  hasClassPattern: false,
  ...more,
});

export const schemeRules: Readonly<Record<Gs1Scheme, SchemeRule>> = {
  sgtin: rule('01', 13, { lead: 'reference', serial: '21', hasClassPattern: true }),
  lgtin: rule('01', 13, { lead: 'reference', serial: '10', level: 'class' }),
  upui: rule('01', 13, { lead: 'reference', serial: '235', hasClassPattern: true }),
  sscc: rule('00', 17, { lead: 'reference' }),
  sgln: rule('414', 12, { serial: '254', level: 'location' }),
  pgln: rule('417', 12, { level: 'party' }),
  grai: rule('8003', 12, { lead: 'filler', serial: 'inside', hasClassPattern: true }),
  giai: rule('8004', 0),
  gsrn: rule('8018', 17),
  gsrnp: rule('8017', 17),
  gdti: rule('253', 12, { serial: 'inside', hasClassPattern: true }),
  cpi: rule('8010', 0, { serial: '8011', hasClassPattern: true }),
  sgcn: rule('255', 12, { serial: 'inside', hasClassPattern: true }),
  ginc: rule('401', 0),
  gsin: rule('402', 16),
  itip: rule('8006', 13, { lead: 'reference', pieces: 2, serial: '21', hasClassPattern: true }),
};

export const isGs1Scheme = (scheme: string): scheme is Gs1Scheme => Object.hasOwn(schemeRules, scheme);

/** Components of a URN of the scheme: company prefix, reference, pieces, serial. */
export const componentCount = ({ pieces, serial }: SchemeRule): number => 2 + pieces + (serial === 'none' ? 0 : 1);

const schemeOfAi: Readonly<Record<PrimaryAi, Gs1Scheme>> = {
  '00': 'sscc',
  '01': 'sgtin',
  '253': 'gdti',
  '255': 'sgcn',
  '401': 'ginc',
  '402': 'gsin',
  '414': 'sgln',
  '417': 'pgln',
  '8003': 'grai',
  '8004': 'giai',
  '8006': 'itip',
  '8010': 'cpi',
  '8017': 'gsrnp',
  '8018': 'gsrn',
};

/** The scheme that a bare application identifier stands for; lots and third-party serials of a GTIN have their own. */
export const primaryScheme = (ai: PrimaryAi): Gs1Scheme => schemeOfAi[ai];

/** Scheme and level of a key, which the key alone tells. */
export function classify({ ai, value, qualifier }: Gs1Key): { readonly scheme: Gs1Scheme; readonly level: Level } {
  if (ai === '01' && qualifier?.ai === '10') return { scheme: 'lgtin', level: 'class' };
  const scheme = ai === '01' && qualifier?.ai === '235' ? 'upui' : schemeOfAi[ai];
  const { serial, hasClassPattern, level } = schemeRules[scheme];
  if (!hasClassPattern) return { scheme, level };
  const isInstance = serial === 'inside' ? value.length > (ai === '8003' ? 14 : 13) : qualifier?.ai === serial;
  return { scheme, level: isInstance ? 'instance' : 'class' };
}
