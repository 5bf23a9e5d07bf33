/** What request headers say about how to read a document. */

/**
 * The namespaces that `GS1-Extensions: prefix=uri, prefix=uri` declares. Entries that are none are left out: the
 * entrance has refused them already.
 *
 * @param headers lower-case names
 */
export function namespacesOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const declared = headers['gs1-extensions'];
  if (declared === undefined) return {};
  const entries = declared.split(',').map((entry) => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at).trim(), entry.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(entries.filter(([prefix, uri]) => prefix !== '' && uri !== ''));
}
