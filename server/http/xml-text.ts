/** Text inside small XML answers. Event documents are the codec's. */

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML 1.0 cannot hold in any form, lone surrogates among them. */
const IMPOSSIBLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Fit for element content and for double-quoted attributes; what XML cannot hold becomes U+FFFD. */
export const xmlText = (text: string): string =>
  text.replaceAll(IMPOSSIBLE, '\uFFFD').replaceAll(/[&<>"]/g, (character) => escapes[character] ?? character);

/** `<name>text</name>`, or nothing without a text. */
export const xmlElement = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${xmlText(text)}</${name}>`;
