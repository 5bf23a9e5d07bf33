/** What each floor of server/ may import besides itself. The picture is in docs/architecture.md. */
const ground = ['epcis', 'runtime'];
const ports = ['ports', 'query', ...ground];
const useCase = [...ports, 'codec', 'validation', 'mapping'];
const useCases = ['capture', 'search', 'custody', 'auth'];
const floors = {
  runtime: [],
  epcis: ['runtime'],
  query: ground,
  codec: ground,
  validation: [...ground, 'codec'],
  mapping: ground,
  ports: ['query', ...ground],
  store: ports,
  capture: useCase,
  search: ports,
  custody: ports,
  auth: ['ports', 'runtime'],
  http: [...useCases, 'codec', ...ports],
  compose: ['http', ...useCases, 'store', 'validation', 'codec', ...ports],
  cli: ['compose', 'http', ...useCases, 'validation', 'codec', ...ports],
};
const pure = 'epcis|query|codec|validation|mapping';

const floorRules = Object.entries(floors).map(([floor, below]) => ({
  name: `floor-${floor}`,
  severity: 'error',
  comment: `server/${floor} may import only ${[floor, ...below].join(', ')}`,
  from: { path: `^server/${floor}/` },
  // main.ts is of the floor of cli/: the process that a command starts.
  to: { path: '^(server|connectors)/', pathNot: `^server/(${[floor, ...below].join('|')})/${floor === 'cli' ? '|^server/main\\.ts$' : ''}` },
}));

module.exports = {
  floors,
  forbidden: [
    ...floorRules,
    {
      name: 'pure-floors-do-no-io',
      severity: 'error',
      from: { path: `^server/(${pure})/` },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|fs/promises|net|http|https|http2|tls|dgram|dns|child_process|worker_threads)$',
      },
    },
    {
      name: 'pure-floors-know-only-problem',
      severity: 'error',
      from: { path: `^server/(${pure})/` },
      to: { path: '^server/runtime/', pathNot: '^server/runtime/problem\\.ts$' },
    },
    {
      name: 'adapters-are-strangers',
      severity: 'error',
      from: { path: '^server/store/([^/]+)/' },
      to: { path: '^server/store/', pathNot: '^server/store/$1/' },
    },
    {
      name: 'connectors-see-only-ports',
      severity: 'error',
      from: { path: '^connectors/' },
      to: { path: '^server/', pathNot: '^server/(ports|runtime|epcis)/' },
    },
    {
      name: 'connectors-are-strangers',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/' },
      to: { path: '^connectors/', pathNot: '^connectors/$1/' },
    },
    {
      name: 'only-compose-sees-adapters',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/(compose|store)/' },
      to: { path: '^(connectors|server/store)/' },
    },
    {
      name: 'mongodb-driver-in-one-place',
      severity: 'error',
      from: { path: '^(server|connectors)/', pathNot: '^server/store/mongo/' },
      to: { path: 'node_modules/mongodb/' },
    },
    {
      name: 'sqlite-driver-in-one-place',
      severity: 'error',
      from: { path: '^(server|connectors)/', pathNot: '^server/store/sqlite/' },
      to: { path: '^(node:)?sqlite$' },
    },
    {
      name: 'express-only-in-http',
      severity: 'error',
      from: { path: '^(server|connectors)/', pathNot: '^server/(http|auth)/' },
      to: { path: 'node_modules/(express|passport)' },
    },
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      from: { path: '^(server|connectors)/' },
      to: { path: '^(test|fixtures|bench)/' },
    },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: { path: '^(server|connectors)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
