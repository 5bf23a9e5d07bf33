/** A binary heap: `pop` gives the least. */
export type Heap<T> = {
  push(item: T): void;
  pop(): T | undefined;
};

export function makeHeap<T>(compare: (a: T, b: T) => number): Heap<T> {
  const items: T[] = [];
  const swap = (i: number, j: number): void => {
    [items[i], items[j]] = [items[j] as T, items[i] as T]; // both are within
  };
  const isBefore = (i: number, j: number): boolean => compare(items[i] as T, items[j] as T) < 0; // both are within
  const least = (i: number, j: number): number => (j < items.length && isBefore(j, i) ? j : i);

  return {
    push: (item) => {
      let at = items.push(item) - 1;
      for (let above = (at - 1) >> 1; at > 0 && isBefore(at, above); above = (at - 1) >> 1) {
        swap(at, above);
        at = above;
      }
    },
    pop: () => {
      const [first] = items;
      const end = items.pop();
      if (items.length === 0 || end === undefined) return first;
      items[0] = end;
      for (let at = 0, below = least(least(0, 1), 2); below !== at; below = least(least(at, 2 * at + 1), 2 * at + 2)) {
        swap(at, below);
        at = below;
      }
      return first;
    },
  };
}
