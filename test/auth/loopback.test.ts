import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import { isFromThisMachine, isLoopback } from '../../server/auth/loopback.ts';

describe('loopback', () => {
  for (const address of ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::FFFF:127.3.2.1']) {
    it(`takes ${address} for this machine`, () => assert.equal(isLoopback(address), true));
  }
  for (const address of [
    '128.0.0.1',
    '10.0.0.1',
    '0.0.0.0',
    '::',
    '::2',
    'fe80::1',
    '::ffff:10.0.0.1',
    '2001:db8::7f00:1',
    '',
    undefined,
  ]) {
    it(`does not take ${address} for this machine`, () => assert.equal(isLoopback(address), false));
  }

  const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
    ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage; // the two members it reads

  it('does not believe a header that says so', () => {
    assert.equal(isFromThisMachine(request('10.0.0.1', { 'x-forwarded-for': '127.0.0.1' })), false);
  });

  it('takes a request that somebody here forwarded for one from elsewhere', () => {
    for (const header of ['x-forwarded-for', 'forwarded', 'via']) {
      assert.equal(isFromThisMachine(request('127.0.0.1', { [header]: '127.0.0.1' })), false);
    }
    assert.equal(isFromThisMachine(request('127.0.0.1')), true);
  });
});
