/** Every route of the hub. A new resource is one file beside this one and one line here. */

import type { Route } from '../route.ts';
import { type CaptureDeps, captureRoutes } from './capture.ts';
import { type CustodyDeps, custodyRoutes } from './custody.ts';
import { type EventDeps, eventRoutes } from './events.ts';
import { type HealthDeps, healthRoutes } from './health.ts';
import { openApiRoute } from './openapi.ts';
import { rootRoute } from './root.ts';

export type RouteDeps = CaptureDeps & EventDeps & CustodyDeps & HealthDeps & { readonly version: string };

export function hubRoutes(deps: RouteDeps): readonly Route[] {
  const standard = [...captureRoutes(deps), ...eventRoutes(deps)];
  const routes = [rootRoute(standard), ...standard, ...custodyRoutes(deps), ...healthRoutes(deps)];
  return [...routes, openApiRoute(routes, { version: deps.version, url: deps.link('/') })];
}
