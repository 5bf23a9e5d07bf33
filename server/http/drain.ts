/** Knows what is under way, so that stopping waits for it and nothing new begins. */
import type { Response } from 'express';

export type Drain = {
  readonly isDraining: () => boolean;
  /** Counts a request until its answer is sent or its client gone. */
  enter(response: Response): void;
  /** From now on nothing new is taken. @returns resolves when all that is under way has been answered */
  drain(): Promise<void>;
};

export function makeDrain(): Drain {
  const idle = Promise.withResolvers<void>();
  let underWay = 0;
  let isDraining = false;

  function settle(): void {
    if (isDraining && underWay === 0) idle.resolve();
  }

  return {
    isDraining: () => isDraining,
    enter: (response) => {
      underWay++;
      response.once('close', () => {
        underWay--;
        settle();
      });
    },
    drain: () => {
      isDraining = true;
      settle();
      return idle.promise;
    },
  };
}
