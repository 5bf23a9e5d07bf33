/** What was started last is stopped first, within a deadline. */

export type Stoppable = { readonly name: string; readonly stop: () => Promise<void> };

export type Lifecycle = {
  /** Registers what is running now; stopped in reverse order of registration. */
  add(part: Stoppable): void;
  /**
   * Stops everything once; further calls share the first one's outcome. A part that fails or takes too long does not
   * keep the others from stopping.
   * @returns the names of the parts that failed or did not stop in time
   */
  stop(deadlineMs: number): Promise<readonly string[]>;
};

export function makeLifecycle(): Lifecycle {
  const parts: Stoppable[] = [];
  let stopping: Promise<readonly string[]> | undefined;

  async function stopAll(deadlineMs: number): Promise<readonly string[]> {
    const end = Date.now() + deadlineMs;
    const failed: string[] = [];
    for (const part of parts.toReversed()) {
      const inTime = await withinTime(part.stop(), Math.max(0, end - Date.now())).catch(() => false);
      if (!inTime) failed.push(part.name);
    }
    return failed;
  }

  return {
    add: (part) => void parts.push(part),
    stop: (deadlineMs) => {
      stopping ??= stopAll(deadlineMs);
      return stopping;
    },
  };
}

async function withinTime(work: Promise<void>, ms: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ms);
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
