/** The process: reads the environment, starts the hub, stops it on a signal. */
import { type Hub, startHub } from './compose/hub.ts';
import { readConfig } from './runtime/config.ts';
import { readSecrets } from './runtime/secrets.ts';

/** What is in hand gets so long to end, ms. */
const STOP_WITHIN = 9_000;

/**
 * Runs until SIGTERM, SIGINT or the end of whoever launched it.
 *
 * @param overrides settings from the command line, by key of `Config`
 * @param ready called once the hub listens
 * @returns the exit code: 0 when everything stopped in time
 */
export async function serve(
  environment: NodeJS.ProcessEnv,
  overrides: Readonly<Record<string, string>>,
  ready: (hub: Hub) => void | Promise<void>,
): Promise<number> {
  const hub = await startHub(readConfig(environment, overrides), readSecrets(environment));
  const signal = stopSignal();
  try {
    await ready(hub);
  } catch (error) {
    await hub.stop(STOP_WITHIN);
    throw error;
  }
  hub.events.stopping({ signal: await signal });
  const late = await hub.stop(STOP_WITHIN);
  hub.events.stopped({ late });
  return late.length === 0 ? 0 : 1;
}

function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve(signal));
    // Started by the launcher: when that is killed, nobody could stop this process any more.
    process.once('disconnect', () => resolve('disconnect'));
    process.channel?.unref();
  });
}
