/** Whether a request comes from this very machine. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv4 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** @param address as the socket names it; an IPv4 address may be mapped into IPv6 (`::ffff:127.0.0.1`) */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  return loopback.check(mapped, isIPv4(mapped) ? 'ipv4' : 'ipv6');
}

/**
 * Judged by the socket alone: headers can be invented. Where a header says that somebody forwarded the request, the
 * socket is that somebody's, and the request is not from here.
 */
export function isFromThisMachine(request: Pick<IncomingMessage, 'headers' | 'socket'>): boolean {
  const { headers, socket } = request;
  const wasForwarded = headers['x-forwarded-for'] ?? headers['forwarded'] ?? headers['via'];
  return wasForwarded === undefined && isLoopback(socket.remoteAddress);
}
