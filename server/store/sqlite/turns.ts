/** Turns in the order of asking: whoever holds one is alone. */
export type Turns = {
  /** Resolves when everybody who asked before has given back; then call what it gave, once. */
  take(): Promise<() => void>;
};

export function makeTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    take: async () => {
      const before = last;
      let release: () => void = () => undefined;
      last = new Promise((resolve) => {
        release = resolve;
      });
      await before;
      return release;
    },
  };
}
