/**
 * Is a text what the schema calls a URI? White space and characters beyond ASCII are: they count as escaped.
 *
 * @source W3C XML Schema Part 2, anyURI; RFC 3986
 */

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;
const BROKEN_ESCAPE = /%(?![\da-fA-F]{2})/;
const AUTHORITY = /^(?:[^@]*@)?(?:\[[\da-fA-F:.]*\]|[^:@[\]]*)(?::\d+)?$/;

export function isUri(text: string): boolean {
  const colon = text.indexOf(':');
  if (colon >= 0 && !isSchemeOrPath(text.slice(0, colon))) return false;
  if (text.includes('%') && BROKEN_ESCAPE.test(text)) return false;
  const hash = text.indexOf('#');
  if (hash >= 0 && text.includes('#', hash + 1)) return false;
  const beforeFragment = hash < 0 ? text : text.slice(0, hash);
  return hasSoundAuthority(beforeFragment, text.startsWith('//') ? 2 : text.startsWith('//', colon + 1) ? colon + 3 : -1);
}

/** A colon behind a slash or question mark is an ordinary character. */
const isSchemeOrPath = (head: string): boolean => SCHEME.test(head) || /[/?#]/.test(head);

/** @param from where the authority begins, or -1 */
function hasSoundAuthority(text: string, from: number): boolean {
  if (from < 0) return !hasBracket(text);
  const length = text.slice(from).search(/[/?]/);
  const end = length < 0 ? text.length : from + length;
  return AUTHORITY.test(text.slice(from, end)) && !hasBracket(text.slice(end));
}

const hasBracket = (text: string): boolean => text.includes('[') || text.includes(']');
