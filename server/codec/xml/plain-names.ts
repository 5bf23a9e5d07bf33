/**
 * Finds names in text without making a string of those that are known: length and first character nearly decide.
 *
 * @returns the name between two indexes
 */
export function makeNames(names: readonly string[]): (chunk: string, from: number, end: number) => string {
  const byBeginning = new Map<number, string[]>();
  const keyOf = (length: number, first: number): number => length * 128 + first;
  for (const name of new Set(names)) {
    const key = keyOf(name.length, name.charCodeAt(0));
    byBeginning.set(key, [...(byBeginning.get(key) ?? []), name]);
  }
  return (chunk, from, end) => {
    const known = byBeginning.get(keyOf(end - from, chunk.charCodeAt(from)));
    if (known) for (const name of known) if (chunk.startsWith(name, from)) return name;
    return chunk.slice(from, end);
  };
}
