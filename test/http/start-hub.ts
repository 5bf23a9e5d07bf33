/** The whole hub as it runs, behind its socket, over an embedded store of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '../../server/compose/hub.ts';
import { readConfig } from '../../server/runtime/config.ts';
import { type Asked, type AskOptions, ask, type Json } from './serve.ts';

export const BOOTSTRAP = 'bootstrap-key-of-this-test';

export async function startTestHub(environment: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'epcis-http-'));
  const config = readConfig({
    EPCIS_PORT: '0',
    EPCIS_DATA: folder,
    EPCIS_LOG_LEVEL: 'silent',
    EPCIS_CAPTURE_WORKERS: '1',
    ...environment,
  });
  const hub = await startHub(config, { bootstrapKey: BOOTSTRAP });
  const port = Number(new URL(hub.url).port);

  const send = (method: string, path: string, { headers = {}, body }: AskOptions = {}): Promise<Asked> =>
    ask(port, method, path, {
      headers: { authorization: `Bearer ${BOOTSTRAP}`, ...headers },
      ...(body !== undefined && { body }),
    });

  return {
    hub,
    port,
    folder,
    send,
    get: (path: string, headers: AskOptions['headers'] = {}) => send('GET', path, { headers }),
    post: (path: string, body: unknown, headers: AskOptions['headers'] = {}) =>
      send('POST', path, {
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    /** The job at this address, once it has ended. */
    job: async (location: string | undefined): Promise<Json> => {
      if (location === undefined) throw new Error('the hub named no capture job');
      for (;;) {
        const job = (await send('GET', location)).json();
        if (!job.running) return job;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    [Symbol.asyncDispose]: async () => {
      const late = await hub.stop(9_000);
      rmSync(folder, { recursive: true, force: true });
      if (late.length > 0) throw new Error(`did not stop in time: ${late.join(', ')}`);
    },
  };
}
export type TestHub = Awaited<ReturnType<typeof startTestHub>>;

export const EX = 'https://ns.example.org/test/';
export const CONTEXT = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ex: EX }];
export const idOf = (n: number): string => `urn:uuid:5ca1ab1e-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** An event in JSON, as a partner sends it. */
export const jsonEvent = (n: number, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  type: 'ObjectEvent',
  eventID: idOf(n),
  eventTime: `2025-03-03T10:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}.000Z`,
  eventTimeZoneOffset: '+00:00',
  action: 'OBSERVE',
  bizStep: 'inspecting',
  epcList: [`urn:epc:id:sgtin:0614141.107346.${3000 + n}`],
  ...more,
});
export const jsonDocument = (events: readonly unknown[]): object => ({
  '@context': CONTEXT,
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2025-03-04T00:00:00Z',
  epcisBody: { eventList: events },
});
export const eventsOf = (answer: Asked): readonly Json[] => answer.json().epcisBody.queryResults.resultsBody.eventList;
export const idsOf = (answer: Asked): readonly string[] => eventsOf(answer).map(({ eventID }) => eventID);
