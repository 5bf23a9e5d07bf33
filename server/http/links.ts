/** Addresses that answers name. */

/** The address of a path of the hub (percent-encoded, beginning with `/`). */
export type Link = (path: string) => string;

/** Root-relative, or below the base URL under which a proxy shows the hub. */
export const makeLink = (baseUrl: string | undefined): Link => {
  const base = (baseUrl ?? '').replace(/\/+$/, '');
  return (path) => `${base}${path}`;
};

/** One path segment. Characters that a segment may hold anyhow stay readable: `urn:epc:id:…`. */
export const segment = (text: string): string => encodeURIComponent(text);
