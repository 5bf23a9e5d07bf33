/** `/health/live`, `/health/ready` and `/metrics`: for those who watch over the hub. */
import { HubProblem } from '../../runtime/problem.ts';
import type { Answer } from '../call.ts';
import type { Route, Success } from '../route.ts';

export type HealthDeps = {
  /** Resolves when the database answers. */
  readonly ping: () => Promise<void>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly body: string }>;
};

const fine: Success = {
  status: 200,
  description: 'It is.',
  body: { types: ['application/json'], schema: { type: 'object', properties: { status: { const: 'ok' } } } },
};
const ok: Answer = { status: 200, type: 'application/json', body: '{"status":"ok"}' };

/** A database that does not answer in this time is not ready, ms. */
const PATIENCE = 2_000;

export const healthRoutes = (deps: HealthDeps): readonly Route[] => [
  {
    path: '/health/live',
    family: 'own',
    operations: {
      GET: { id: 'isLive', summary: 'Whether the process runs.', access: 'open', answers: [fine], handle: async () => ok },
    },
  },
  {
    path: '/health/ready',
    family: 'own',
    operations: {
      GET: {
        id: 'isReady',
        summary: 'Whether it can work: the database answers.',
        access: 'open',
        answers: [fine],
        problems: ['store-unavailable'],
        handle: async () => {
          await inTime(deps.ping());
          return ok;
        },
      },
    },
  },
  {
    path: '/metrics',
    family: 'own',
    operations: {
      GET: {
        id: 'getMetrics',
        summary: 'Numbers for Prometheus. They tell how busy a business is, so they need a key.',
        access: ['query'],
        answers: [{ status: 200, description: 'Prometheus text', body: { types: ['text/plain'], schema: { type: 'string' } } }],
        handle: async () => {
          const { contentType, body } = await deps.metrics();
          return { status: 200, type: contentType, body };
        },
      },
    },
  },
];

async function inTime(work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new HubProblem('store-unavailable', `The database has not answered for ${PATIENCE / 1000} seconds.`)),
    PATIENCE,
  );
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
