/**
 * The EPC schemes that are no GS1 key: they stay URNs in every notation.
 *
 * @source EPC Tag Data Standard, GID, USDOD, ADI, BIC and IMOVN; ISO 6346 for the check digit of BIC
 */
import { firstOutside, type ReadMode, unescapeUrn } from './character-set.ts';
import type { UrnOnlyScheme } from './scheme.ts';

const integer = /^(0|[1-9][0-9]*)$/;
const cage = /^[0-9A-HJ-NP-Z]{5,6}$/;

/** How many components a URN of the scheme has. */
export const urnOnlyComponents: Readonly<Record<UrnOnlyScheme, number>> = { gid: 3, usdod: 2, adi: 3, bic: 1, imovn: 1 };

export const isUrnOnlyScheme = (scheme: string): scheme is UrnOnlyScheme => Object.hasOwn(urnOnlyComponents, scheme);

const check: Readonly<Record<UrnOnlyScheme, (components: readonly string[], mode: ReadMode) => string | undefined>> = {
  gid: (components) =>
    components.every((component) => integer.test(component)) ? undefined : 'gid: three whole numbers without leading zeros',
  usdod: ([code = '', serial = '']) => {
    if (!cage.test(code)) return 'usdod: a CAGE code or DoDAAC has 5 or 6 of the characters 0-9 A-H J-N P-Z';
    return integer.test(serial) ? undefined : 'usdod: the serial is a whole number without leading zeros';
  },
  adi: adiFault,
  bic: ([code = '']) => {
    if (!/^[A-Z]{3}[JUZ][0-9]{7}$/.test(code)) return 'bic: three letters, one of J U Z, six digits and a check digit';
    const expected = bicCheckDigit(code);
    return Number(code[10]) === expected ? undefined : `bic: check digit ${code[10]} should be ${expected}`;
  },
  imovn: ([code = '']) => {
    if (!/^[0-9]{7}$/.test(code)) return 'imovn: seven digits';
    const expected = imoCheckDigit(code);
    return Number(code[6]) === expected ? undefined : `imovn: check digit ${code[6]} should be ${expected}`;
  },
};

/** @returns what is wrong with the components of a URN, or undefined */
export function urnOnlyFault(scheme: UrnOnlyScheme, components: readonly string[], mode: ReadMode): string | undefined {
  const count = urnOnlyComponents[scheme];
  if (components.length !== count) return `${scheme}: ${components.length} components, ${count} are needed`;
  return check[scheme](components, mode);
}

function adiFault([code = '', part = '', serial = '']: readonly string[], mode: ReadMode): string | undefined {
  if (!cage.test(code)) return 'adi: a CAGE code or DoDAAC has 5 or 6 of the characters 0-9 A-H J-N P-Z';
  const [plainPart, plainSerial] = [unescapeUrn(part, mode), unescapeUrn(serial, mode)];
  if (plainPart === undefined || plainSerial === undefined)
    return 'adi: # and / are written %23 and %2F, nothing else is escaped';
  if (plainPart.length > 32 || firstOutside('set39', plainPart.replace('#', '?')) !== undefined)
    return 'adi: a part number has up to 32 of the characters 0-9 A-Z - /';
  const body = plainSerial.startsWith('#') ? plainSerial.slice(1) : plainSerial;
  if (body === '' || plainSerial.length > 30 || body.includes('#') || firstOutside('set39', body) !== undefined)
    return 'adi: a serial has 1 to 30 of the characters 0-9 A-Z - /, and may begin with #';
  return undefined;
}

/** Letters count from 10 and leave out the multiples of 11; position i weighs 2^i. */
function bicCheckDigit(code: string): number {
  let sum = 0;
  for (let i = 0; i < 10; i++) {
    const character = code.charCodeAt(i);
    const value = character < 58 ? character - 48 : letterValue(character - 65);
    sum += value * 2 ** i;
  }
  return (sum % 11) % 10;
}

/** A=10, B=12, … K=21, L=23, … U=32, V=34. */
const letterValue = (index: number): number => index + 10 + (index > 0 ? 1 : 0) + (index > 10 ? 1 : 0) + (index > 20 ? 1 : 0);

function imoCheckDigit(code: string): number {
  let sum = 0;
  for (let i = 0; i < 6; i++) sum += (code.charCodeAt(i) - 48) * (7 - i);
  return sum % 10;
}
