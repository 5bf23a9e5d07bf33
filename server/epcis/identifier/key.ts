/**
 * The one form identifiers are compared and indexed by.
 *
 * EPC URN, Digital Link on any domain, and element string of one GS1 key have one key: the path of application identifiers
 * with canonical values, e.g. `01/09506000134352/21/ABC`. Every other text is its own key. Nothing is refused here: a text
 * that is not quite an identifier stays what it is. A check digit is not verified but kept, so that a Digital Link with a
 * wrong one meets its own other notations and never the right identifier.
 */
import { isAllDigits, isPlain82 } from './character-set.ts';
import { CANONICAL_DOMAIN, readDigitalLink } from './digital-link.ts';
import { readElementString } from './element-string.ts';
import { epcUrnKey } from './epc-urn.ts';
import { checkDigit, type Gs1Key, isPrimaryAi, printKey } from './gs1-key.ts';

/** The key of an identifier in whatever notation; the text itself where it is no GS1 key. */
export function identifierKey(text: string): string {
  const common = commonUrn(text) ?? commonLink(text);
  if (common !== undefined) return common;
  const known = recent.get(text);
  if (known !== undefined) return known;
  const key = readKey(text);
  const found = key ? printKey(key) : text;
  if (recent.size >= RECENT) recent.clear();
  recent.set(text, found);
  return found;
}

/** Places and parties come again and again, event after event: what was read in general way is remembered for a while. */
const recent = new Map<string, string>();
const RECENT = 1024;

function readKey(text: string): Gs1Key | undefined {
  if (text.startsWith('urn:epc:')) return epcUrnKey(text);
  const isWeb = text.startsWith('http') || text.startsWith('HTTP');
  const reading = isWeb ? readDigitalLink(text, 'tolerant') : text.startsWith('(') ? readElementString(text) : undefined;
  return reading?.refusal ? undefined : reading?.identifier.key;
}

/** The canonical Digital Link of a key in AI form; a text that is its own key (a URN, any URI) as it is. */
export function digitalLinkOf(key: string): string {
  const slash = key.indexOf('/');
  return slash > 0 && slash < 5 && isPrimaryAi(key.slice(0, slash)) ? CANONICAL_DOMAIN + key : key;
}

const DOT = 46;

/** The two schemes that long lists consist of, without a general reader's detours; undefined for whatever is not plain. */
function commonUrn(text: string): string | undefined {
  if (text.startsWith('urn:epc:id:sgtin:')) return sgtin(text);
  return text.startsWith('urn:epc:id:sscc:') ? sscc(text) : undefined;
}

/** `urn:epc:id:sgtin:` has 17 characters, then come 13 digits with a dot somewhere between them, and the serial. */
function sgtin(text: string): string | undefined {
  const dot = dotWithin(text, 17, 13);
  if (dot < 0 || text.charCodeAt(31) !== DOT || !isPlainSerial(text, 32)) return undefined;
  const digits = text[dot + 1] + text.slice(17, dot) + text.slice(dot + 2, 31);
  return `01/${digits}${checkDigit(digits)}/21/${text.slice(32)}`;
}

/** `urn:epc:id:sscc:` has 16 characters, then come 17 digits with a dot somewhere between them. */
function sscc(text: string): string | undefined {
  const dot = dotWithin(text, 16, 17);
  if (dot < 0 || text.length !== 34) return undefined;
  const digits = text[dot + 1] + text.slice(16, dot) + text.slice(dot + 2);
  return `00/${digits}${checkDigit(digits)}`;
}

/** @returns where the dot is that parts 6 to 12 digits from the rest of so many; -1 where anything else stands there */
function dotWithin(text: string, start: number, digits: number): number {
  let dot = -1;
  for (let i = start; i <= start + digits; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) continue;
    if (code !== DOT || dot >= 0) return -1;
    dot = i;
  }
  return dot >= start + 6 && dot <= start + 12 ? dot : -1;
}

/** 1 to 20 characters to the end of the text, none of them escaped or to be escaped. */
function isPlainSerial(text: string, start: number): boolean {
  if (text.length <= start || text.length > start + 20) return false;
  for (let i = start; i < text.length; i++) if (!isPlain82(text.charCodeAt(i))) return false;
  return true;
}

/** A Digital Link that is canonical already: `https://id.gs1.org/01/` with 14 digits `/21/` serial, or `/00/` with 18. */
function commonLink(text: string): string | undefined {
  if (!text.startsWith(CANONICAL_DOMAIN)) return undefined;
  if (text.startsWith('01/', 19) && isAllDigits(text, 22, 36) && text.startsWith('/21/', 36) && isPlainSerial(text, 40))
    return text.slice(19);
  return text.startsWith('00/', 19) && text.length === 40 && isAllDigits(text, 22, 40) ? text.slice(19) : undefined;
}
