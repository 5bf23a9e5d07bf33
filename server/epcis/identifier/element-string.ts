/**
 * Element strings with their application identifiers in brackets, as printed under a bar code: `(01)09506000134352(21)ABC`.
 *
 * The order is free, and attributes such as the expiry date are read over. Brackets also occur in serials: a bracketed
 * number counts as an application identifier where it is known, fits the key, and has not been used yet, so that a serial
 * like `A(10)B` of a GTIN is read as serial and lot.
 *
 * @source GS1 General Specifications, "Human readable interpretation"
 */
import {
  constrain,
  type Gs1Key,
  isPrimaryAi,
  isQualifierAi,
  keyFault,
  keyRules,
  type PrimaryAi,
  padGtin,
  type Qualifier,
  qualifierFault,
} from './gs1-key.ts';
import { classify, primaryScheme, type Reading, refuse } from './scheme.ts';

/** What a pack says beside its key, which is no part of its identity. */
const attribute =
  /^(0[2-4]|1[1-7]|20|24[0-3]|25[01]|30|37|3[1-69]\d\d|400|403|41[0-356]|42\d|70\d\d|71\d|72\d\d|80(0[1257-9]|1[139]|20|26|30)|81\d\d|8200|9\d)$/;

export const looksLikeElementString = (text: string): boolean => /^\(\d{2,4}\)/.test(text);

/** Reads an element string. Check digits are left to the caller. */
export function readElementString(text: string): Reading {
  const elements = split(text);
  const primary = elements.find((element) => isPrimaryAi(element.ai));
  if (!primary) return refuse('there is no GS1 key in the element string');
  const ai = primary.ai as PrimaryAi;
  const scheme = primaryScheme(ai);
  const value = padGtin(ai, primary.value);
  const fault = keyFault(ai, value);
  if (fault !== undefined) return refuse(fault, scheme);
  const qualifiers: Qualifier[] = [];
  for (const element of elements) {
    if (!isQualifierAi(element.ai)) continue;
    const qualifier = { ai: element.ai, value: element.value };
    const wrong = keyRules[ai].qualifiers.includes(element.ai)
      ? qualifierFault(qualifier)
      : `(${element.ai}) does not belong to (${ai})`;
    if (wrong !== undefined) return refuse(wrong, scheme);
    qualifiers.push(qualifier);
  }
  if (qualifiers.some((q) => q.ai === '21') && qualifiers.some((q) => q.ai === '235'))
    return refuse('(21) and (235) exclude each other', scheme);
  const key = constrain(ai, value, qualifiers);
  return { identifier: { ...classify(key), key } };
}

/** A key as element string. */
export const printElementString = ({ ai, value, qualifier }: Gs1Key): string =>
  `(${ai})${value}${qualifier ? `(${qualifier.ai})${qualifier.value}` : ''}`;

type Element = { readonly ai: string; readonly value: string };

function split(text: string): readonly Element[] {
  const heads: { ai: string; at: number; valueAt: number }[] = [];
  let primary: PrimaryAi | undefined;
  for (const match of text.matchAll(/\((\d{2,4})\)/g)) {
    const ai = match[1] ?? '';
    if (heads.some((head) => head.ai === ai) || !counts(ai, primary)) continue;
    if (isPrimaryAi(ai)) primary = ai;
    heads.push({ ai, at: match.index, valueAt: match.index + match[0].length });
  }
  return heads.map(({ ai, valueAt }, i) => ({ ai, value: text.slice(valueAt, heads[i + 1]?.at) }));
}

function counts(ai: string, primary: PrimaryAi | undefined): boolean {
  if (isPrimaryAi(ai)) return primary === undefined;
  if (isQualifierAi(ai)) return primary === undefined || keyRules[primary].qualifiers.includes(ai);
  return attribute.test(ai);
}
