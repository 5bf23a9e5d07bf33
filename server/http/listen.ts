/** The socket under the app: limits of the protocol itself, and a stop that loses nothing. */
import { createServer, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { HubProblem } from '../runtime/problem.ts';
import type { HubApp } from './app.ts';
import { problemDetails } from './problem-details.ts';

export type Listening = {
  /** `http://127.0.0.1:8080`, with the port it really got. */
  readonly url: string;
  readonly port: number;
  /** Takes nothing new, lets what is under way finish for so long, then cuts it. */
  stop(graceMs: number): Promise<void>;
};

/** Request line and headers together, bytes. */
const MOST_HEADERS = 64 * 1024;
/** A connection on which nothing moves at all is given up, ms. */
const SILENCE = 180_000;

/** @param port 0 takes a free one */
export async function listen(hub: HubApp, options: { readonly host: string; readonly port: number }): Promise<Listening> {
  const server = createServer({
    maxHeaderSize: MOST_HEADERS,
    headersTimeout: 30_000,
    // A large document over a slow line takes as long as it takes; silence is what ends it.
    requestTimeout: 0,
    keepAliveTimeout: 60_000,
  });
  server.timeout = SILENCE;
  server.on('request', hub.app);
  // The app says "go on" when it wants the body, after it has looked at the headers.
  server.on('checkContinue', hub.app);
  server.on('clientError', refuse);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo; // it listens on a port, so the address is no pipe
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;

  return {
    url: `http://${host}:${port}`,
    port,
    stop: async (graceMs) => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      void hub.drain().then(() => server.closeIdleConnections());
      await closed;
      clearTimeout(cut);
    },
  };
}

/** Bytes that are no HTTP, or too much of it: answered by hand, as there is no request yet. */
function refuse(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const isTooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const problem = isTooLong
    ? new HubProblem('uri-too-long', `Address and headers together may have ${MOST_HEADERS} bytes.`)
    : new HubProblem('header-invalid', 'This is no HTTP/1.1 request.');
  const details = problemDetails(problem, { instance: '/', requestID: '' });
  const body = `${JSON.stringify(details)}\n`;
  socket.end(
    `HTTP/1.1 ${details.status} ${STATUS_CODES[details.status]}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
