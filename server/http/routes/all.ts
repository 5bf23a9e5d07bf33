/** Every route of the hub. A new resource is one file beside this one and one line here. */

import type { Route } from '../route.ts';
import { type CaptureDeps, captureRoutes } from './capture.ts';
import { type CustodyDeps, custodyRoutes } from './custody.ts';
import { type DimensionDeps, dimensionRoutes } from './dimensions.ts';
import { type EventDeps, eventRoutes } from './events.ts';
import { type HealthDeps, healthRoutes } from './health.ts';
import { nextPageTokenRoute, type PageTokenDeps } from './next-page-token.ts';
import { openApiRoute } from './openapi.ts';
import { type QueryDeps, queryRoutes } from './queries.ts';
import { rootRoute } from './root.ts';
import { type VocabularyDeps, vocabularyRoutes } from './vocabularies.ts';

export type RouteDeps = CaptureDeps &
  EventDeps &
  DimensionDeps &
  QueryDeps &
  PageTokenDeps &
  CustodyDeps &
  VocabularyDeps &
  HealthDeps & { readonly version: string };

export function hubRoutes(deps: RouteDeps): readonly Route[] {
  const standard = [
    ...captureRoutes(deps),
    ...eventRoutes(deps),
    ...dimensionRoutes(deps),
    ...queryRoutes(deps),
    nextPageTokenRoute(deps),
  ];
  const routes = [rootRoute(standard), ...standard, ...custodyRoutes(deps), ...vocabularyRoutes(deps), ...healthRoutes(deps)];
  return [...routes, openApiRoute(routes, { version: deps.version, url: deps.link('/') })];
}
