/** Progress of long work on standard error, where a person watches; silent otherwise. */

export type Progress = {
  /** Passes bytes on and shows how many of `total` have gone by. */
  watch(bytes: AsyncIterable<Uint8Array>, total: number): AsyncIterable<Uint8Array>;
  say(what: string): void;
  /** Clears the line. */
  end(): void;
};

/** Nothing is shown of work that is over sooner, ms; and no more often than every so many ms. */
const SHOW = { after: 500, every: 200 };

export function makeProgress(name: string): Progress {
  const begun = Date.now();
  let shownAt = 0;
  const show = (text: string): void => {
    const now = Date.now();
    if (!process.stderr.isTTY || now - begun < SHOW.after || now - shownAt < SHOW.every) return;
    shownAt = now;
    process.stderr.write(`\r\x1b[K${name}: ${text}`);
  };
  return {
    watch: async function* (bytes, total) {
      let seen = 0;
      for await (const chunk of bytes) {
        seen += chunk.byteLength;
        show(`${Math.floor((100 * seen) / Math.max(1, total))} % of ${Math.ceil(total / 1e6)} MB received`);
        yield chunk;
      }
    },
    say: show,
    end: () => {
      if (shownAt > 0) process.stderr.write('\r\x1b[K');
    },
  };
}
