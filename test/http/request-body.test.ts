import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import type { Call } from '../../server/http/call.ts';
import type { Route } from '../../server/http/route.ts';
import { HubProblem } from '../../server/runtime/problem.ts';
import { serve } from './serve.ts';

const LIMIT = 100_000;

/** Takes bodies up to the limit; what it has taken, whole or in part, is in `seen`. */
function taking(): { readonly routes: readonly Route[]; readonly seen: { bytes: number; whole: boolean; failure?: unknown }[] } {
  const seen: { bytes: number; whole: boolean; failure?: unknown }[] = [];
  async function handle(call: Call) {
    if (call.header('Content-Type') !== 'application/json') throw new HubProblem('media-type-unsupported', 'only JSON');
    const one: (typeof seen)[number] = { bytes: 0, whole: false };
    seen.push(one);
    try {
      for await (const chunk of call.body) {
        one.bytes += chunk.byteLength;
        if (one.bytes > LIMIT) throw new HubProblem('document-too-large', 'too large');
      }
      one.whole = true;
    } catch (error) {
      one.failure = error;
      throw error;
    }
    return { status: 202, headers: { Location: '/capture/1' } } as const;
  }
  const operation = { id: 'take', summary: 'Takes.', access: 'open', answers: [], handle } as const;
  return {
    routes: [{ path: '/capture', family: 'capture', operations: { POST: operation, GET: { ...operation, id: 'get' } } }],
    seen,
  };
}

const json = { 'content-type': 'application/json' };

describe('a body', () => {
  it('is read as it arrives, and answered without a body', async () => {
    const { routes, seen } = taking();
    await using hub = await serve({ routes });
    const answer = await hub.ask('POST', '/capture', { headers: json, body: 'x'.repeat(LIMIT) });
    assert.equal(answer.status, 202);
    assert.equal(answer.text, '');
    assert.equal(answer.headers['content-length'], '0');
    assert.deepEqual(seen, [{ bytes: LIMIT, whole: true }]);
  });

  for (const framing of ['announced', 'chunked'] as const) {
    it(`over the limit is 413 with the limits, and the answer arrives (${framing})`, async () => {
      const { routes } = taking();
      await using hub = await serve({ routes });
      const body = Buffer.alloc(20_000_000, 'x');
      const headers = {
        ...json,
        ...(framing === 'announced' ? { 'content-length': String(body.length) } : { 'transfer-encoding': 'chunked' }),
      };
      const answer = await hub.ask('POST', '/capture', { headers, body });
      assert.equal(answer.status, 413);
      assert.equal(answer.json().type, 'epcisException:CaptureLimitExceededException');
      assert.equal(answer.headers['gs1-epcis-capture-limit'], '1000');
      assert.equal(answer.headers['gs1-epcis-capture-file-size-limit'], '100000');
      assert.equal(answer.headers.connection, 'close');
    });
  }

  it('of a type that is not read is refused before it is read', async () => {
    const { routes, seen } = taking();
    await using hub = await serve({ routes });
    const answer = await hub.ask('POST', '/capture', { headers: { 'content-type': 'text/csv' }, body: 'x'.repeat(5_000_000) });
    assert.equal(answer.status, 415);
    assert.deepEqual(seen, []);
  });

  it('that is compressed is refused before it is read', async () => {
    const { routes, seen } = taking();
    await using hub = await serve({ routes });
    const send = (coding: string) =>
      hub.ask('POST', '/capture', { headers: { ...json, 'content-encoding': coding }, body: '{}' });
    const answer = await send('gzip');
    assert.deepEqual([answer.status, answer.json().name], [415, 'Content-Encoding']);
    assert.deepEqual(seen, []);
    assert.equal((await send('identity')).status, 202);
  });

  it('that its client gives up is an error for the reader, never a short document', async () => {
    const { routes, seen } = taking();
    await using hub = await serve({ routes });
    const request = httpRequest({
      host: '127.0.0.1',
      port: hub.port,
      method: 'POST',
      path: '/capture',
      headers: { ...json, 'content-length': '50000' },
    });
    request.on('error', () => undefined);
    request.write('x'.repeat(20_000));
    while ((seen[0]?.bytes ?? 0) < 20_000) await new Promise((resolve) => setTimeout(resolve, 5));
    request.destroy();
    while (!seen[0]?.failure) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(seen[0].whole, false);
    assert.equal((await hub.ask('GET', '/', {})).status, 404, 'the hub still answers');
  });

  it('leaves its connection fit for the next request', async () => {
    const { routes, seen } = taking();
    await using hub = await serve({ routes });
    const answers = await onOneConnection(
      hub.port,
      `POST /capture HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nfirst` +
        `POST /capture HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecond`,
    );
    assert.equal(answers.match(/HTTP\/1\.1 202/g)?.length, 2);
    assert.deepEqual(
      seen.map(({ bytes }) => bytes),
      [5, 6],
    );
  });
});

describe('Expect: 100-continue', () => {
  const head = (type: string) =>
    `POST /capture HTTP/1.1\r\nHost: h\r\nContent-Type: ${type}\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`;

  it('is answered when the body is wanted', async () => {
    const { routes, seen } = taking();
    await using hub = await serve({ routes });
    const answers = await onOneConnection(hub.port, head('application/json'), { onContinue: 'hello' });
    assert.match(answers, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 202 /);
    assert.deepEqual(seen, [{ bytes: 5, whole: true }]);
  });

  it('is not answered where the body is refused by its headers', async () => {
    const { routes, seen } = taking();
    await using hub = await serve({ routes });
    const answers = await onOneConnection(hub.port, head('text/csv'), { onContinue: 'hello' });
    assert.match(answers, /^HTTP\/1\.1 415 /);
    assert.doesNotMatch(answers, /100 Continue/);
    assert.deepEqual(seen, []);
  });
});

describe('bytes that are no HTTP', () => {
  it('are answered and forgotten', async () => {
    await using hub = await serve({ routes: taking().routes });
    assert.match(await onOneConnection(hub.port, 'EHLO mail.example\r\n\r\n'), /^HTTP\/1\.1 400 [\s\S]*"code":"header-invalid"/);
  });
});

/** Sends raw text, and `onContinue` after a 100; resolves with everything that came back. */
function onOneConnection(port: number, text: string, { onContinue }: { readonly onContinue?: string } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    let waits = onContinue;
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (waits === undefined || !answer.includes('100 Continue')) return;
      socket.write(waits);
      waits = undefined;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.write(text);
  });
}
