/**
 * Structured logs (JSON lines on standard error) and the business events of the hub.
 *
 * Levels: `error` a person must act; `warn` the hub coped; `info` a business event; `debug` off by default. Never
 * bodies, keys, tokens or EPC lists.
 */
import { destination, type Logger, pino } from 'pino';
import { HubProblem } from './problem.ts';

export type Log = Logger;

export function openLog(level: string): Log {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: { paths: ['authorization', '*.authorization', 'secret', '*.secret'], censor: '[hidden]' },
    },
    destination({ dest: 2, sync: true }),
  );
}

/** What a log line says of an error: code and detail of a problem, and the causes behind it. */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    name: error.name,
    message: error.message,
    ...(error instanceof HubProblem ? { code: error.code } : { stack: error.stack }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

/** One function per business event: each is logged at one place, under one name, with small fields. */
export const hubEvents = (log: Log) => ({
  started: (facts: { url: string; store: string; workers: number }) =>
    log.info({ event: 'hub.started', ...facts }, 'the hub is ready'),
  stopping: (facts: { signal: string }) => log.info({ event: 'hub.stopping', ...facts }, 'the hub is stopping'),
  stopped: (facts: { late: readonly string[] }) =>
    facts.late.length === 0
      ? log.info({ event: 'hub.stopped' }, 'the hub has stopped')
      : log.error({ event: 'hub.stopped', ...facts }, 'the hub has stopped, and parts of it did not end in time'),
  documentAccepted: (facts: { captureID: string; deliveredBy: string; bytes: number; road: string }) =>
    log.info({ event: 'capture.accepted', ...facts }, 'a document was accepted'),
  documentCaptured: (facts: {
    captureID: string;
    success: boolean;
    stored: number;
    known: number;
    refused: number;
    ms: number;
  }) => log.info({ event: 'capture.finished', ...facts }, 'a document was captured'),
  documentRetried: (facts: { captureID: string; attempts: number; err: unknown }) =>
    log.warn({ event: 'capture.retried', ...facts }, 'a document could not be captured now and will be tried again'),
  leaseLost: (facts: { captureID: string }) =>
    log.warn({ event: 'capture.lease-lost', ...facts }, 'another worker took the document over'),
  writeAbandoned: (facts: { write: number }) =>
    log.warn({ event: 'store.write-abandoned', ...facts }, 'a write left behind was undone'),
  workerRestarted: (facts: { worker: number; code: number }) =>
    log.error({ event: 'capture.worker-restarted', ...facts }, 'a capture worker ended and was started again'),
});

export type HubEvents = ReturnType<typeof hubEvents>;
