/** Numbers for Prometheus. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Observed } from '../http/app.ts';
import type { Repository } from '../ports/repository.ts';
import type { FinishedJob } from './capture-thread.ts';

export type Metrics = {
  observeRequest(observed: Observed): void;
  observeJob(job: FinishedJob): void;
  /** The page of numbers, in the text format. */
  read(): Promise<{ readonly contentType: string; readonly body: string }>;
};

export function makeMetrics(repository: Pick<Repository, 'gauges'>): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'epcis_http_request_seconds',
    help: 'HTTP requests by route, method and status',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 60],
    registers,
  });
  const documents = new Counter({
    name: 'epcis_documents_total',
    help: 'Documents captured, by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const events = new Counter({
    name: 'epcis_events_total',
    help: 'Events of captured documents, by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const store = new Gauge({ name: 'epcis_store', help: 'What the store counts of itself', labelNames: ['what'], registers });

  return {
    observeRequest: ({ route, method, status, seconds }) => requests.observe({ route, method, status: String(status) }, seconds),
    observeJob: (job) => {
      documents.inc({ outcome: job.success ? 'captured' : 'refused' });
      for (const outcome of ['stored', 'known', 'refused'] as const) events.inc({ outcome }, job[outcome]);
    },
    read: async () => {
      for (const [what, value] of Object.entries(await repository.gauges())) store.set({ what }, value);
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}
