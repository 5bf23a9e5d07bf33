/** Media types and first bytes: is it XML or JSON? */

export type Syntax = 'xml' | 'json';

const syntaxes: Readonly<Record<string, Syntax>> = {
  'application/json': 'json',
  'application/ld+json': 'json',
  'application/xml': 'xml',
  'text/xml': 'xml',
};

/**
 * @param contentType as in the Content-Type header, parameters and all
 * @returns undefined where the type, or for JSON its charset, is not read. XML names its own encoding.
 * @source RFC 9110 section 8.3; RFC 8259 section 8.1 (JSON is UTF-8); RFC 7303
 */
export function syntaxOf(contentType: string | undefined): Syntax | undefined {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const syntax = syntaxes[type.trim()];
  const charset = parameters.map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/.exec(parameter)?.[1]).find(Boolean);
  return syntax === 'json' && charset !== undefined && charset !== 'utf-8' && charset !== 'utf8' ? undefined : syntax;
}

const LESS_THAN = 0x3c;
const BRACE = 0x7b;
const BRACKET = 0x5b;

/** Tells a document by its first character that is no white space, byte order mark or zero byte (UTF-16). */
export function sniffSyntax(firstBytes: Uint8Array): Syntax | undefined {
  const first = firstBytes.find(
    (byte) => !(byte <= 0x20 || byte === 0xef || byte === 0xbb || byte === 0xbf || byte === 0xfe || byte === 0xff),
  );
  if (first === LESS_THAN) return 'xml';
  return first === BRACE || first === BRACKET ? 'json' : undefined;
}
