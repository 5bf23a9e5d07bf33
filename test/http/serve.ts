/** An app on a real socket, and a client that sends exactly what it is told. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { type AppDeps, makeApp } from '../../server/http/app.ts';
import { listen } from '../../server/http/listen.ts';
import { systemIds } from '../../server/runtime/clock.ts';
import { openLog } from '../../server/runtime/log.ts';

export const announced = { version: 'test', limits: { captureLimit: 1000, fileSizeLimit: 100_000 } };
export const admin = { name: 'tester', roles: ['admin'] } as const;

export async function serve(deps: Pick<AppDeps, 'routes'> & Partial<AppDeps>) {
  const hub = makeApp({ authenticate: async () => admin, announced, ids: systemIds, log: openLog('silent'), ...deps });
  const listening = await listen(hub, { host: '127.0.0.1', port: 0 });
  return {
    ...listening,
    hub,
    ask: (method: string, path: string, options: AskOptions = {}) => ask(listening.port, method, path, options),
    [Symbol.asyncDispose]: () => listening.stop(0),
  };
}

export type AskOptions = { readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Uint8Array };
export type Asked = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: () => Json;
};
// biome-ignore lint/suspicious/noExplicitAny: answers are judged by assertions, member by member
export type Json = any;

/** One request on a connection of its own; the path goes out untouched. */
export function ask(port: number, method: string, path: string, { headers = {}, body }: AskOptions): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: () => JSON.parse(text) as Json });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
