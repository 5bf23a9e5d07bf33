/**
 * Text as XML writes it.
 *
 * @source XML 1.0 sections 2.2 (characters), 2.3 (names), 2.4 and 3.3.3 (what must be escaped)
 */

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const escaped = (character: string): string => escapes[character] ?? '';

export const escapeText = (text: string): string => (/[&<>\r]/.test(text) ? text.replace(/[&<>\r]/g, escaped) : text);

/** For double quotes. */
export const escapeAttribute = (text: string): string =>
  /[&<>"\t\n\r]/.test(text) ? text.replace(/[&<>"\t\n\r]/g, escaped) : text;

const ILLEGAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export const hasIllegal = (text: string): boolean => text.search(ILLEGAL) >= 0;

/** Without the characters that XML has no way to write. */
export const withoutIllegal = (text: string): string => text.replace(ILLEGAL, '');

const NAME = /^[\p{L}_][\p{L}\p{N}\p{M}_.\u00b7-]*$/u;

/** May it be a name without a colon? Letters are taken a little more narrowly than XML takes them. */
export const isName = (text: string): boolean => NAME.test(text);
