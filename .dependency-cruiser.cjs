/**
 * Who may import whom. One way through the house: files -> tables -> engine -> server -> map.
 * tests/golden/import_rules.test.ts shows each rule biting.
 */
const ROOMS = 'domain|contract|server|api|state|map|charts|format|ui';

/** `from` may reach only the rooms named (and itself); npm packages are another rule's business. */
const roomMayReach = (name, from, rooms, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: {
    path: `^(src/lib/(${ROOMS})|src/routes|src/cli|src/[^/]+\\.ts$|geodata)(/|$)`,
    pathNot: rooms.map((room) => `^${room}/`),
  },
});

/** In the engine a room reaches only the rooms before it. The rule set is a type-only leaf open to all. */
const domainOrder = (room, earlier) => ({
  name: `domain-${room}`,
  comment: `domain/${room} may import only ${earlier.join(', ') || 'itself'}: units -> geometry -> network -> search -> topics`,
  severity: 'error',
  from: { path: `^src/lib/domain/${room}/`, pathNot: '\\.test\\.ts$' },
  to: {
    path: '^src/lib/domain/',
    pathNot: [room, 'rules', ...earlier].map((open) => `^src/lib/domain/${open}/`),
  },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module, or the shared part is a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that leads nowhere would break the command line, which runs without a build.',
      severity: 'error',
      from: {},
      to: {
        couldNotResolve: true,
        pathNot: '^(\\$app|\\$env|\\$service-worker)|^\\./\\$types|\\?worker&url$',
      },
    },
    {
      name: 'not-to-tests',
      comment: 'The product never imports its tests.',
      severity: 'error',
      from: { path: '^(src|geodata)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^tests/|\\.test\\.ts$' },
    },
    {
      name: 'domain-is-pure',
      comment: 'The engine imports only the engine (and flatbush): no I/O, no framework, no Node.',
      severity: 'error',
      from: { path: '^src/lib/domain/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/lib/domain/|^node_modules/(flatbush|flatqueue)/' },
    },
    domainOrder('units', []),
    domainOrder('geometry', ['units']),
    domainOrder('network', ['units', 'geometry']),
    domainOrder('search', ['units', 'geometry', 'network']),
    {
      name: 'domain-rules-type-only',
      comment: 'domain/rules is data about the law: it may name types of the network, never run its code.',
      severity: 'error',
      from: { path: '^src/lib/domain/rules/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^src/lib/domain/',
        pathNot: '^src/lib/domain/(rules|units)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    roomMayReach(
      'contract',
      '^src/lib/contract/',
      ['src/lib/contract', 'src/lib/domain'],
      'contract -> domain',
    ),
    roomMayReach(
      'server',
      '^src/lib/server/',
      ['src/lib/server', 'src/lib/contract', 'src/lib/domain'],
      'server -> contract, domain',
    ),
    {
      name: 'drivers-only-in-db',
      comment: 'server/db is the only importer of pg and PGlite.',
      severity: 'error',
      from: { path: '^(src|geodata)/', pathNot: '^src/lib/server/db/' },
      to: { path: '^(node_modules/)?(pg|pg-[^/]+|@electric-sql/[^/]+)(/|$)' },
    },
    roomMayReach('api', '^src/lib/api/(?!worker/)', ['src/lib/api', 'src/lib/contract'], 'api -> contract'),
    roomMayReach(
      'api-worker',
      '^src/lib/api/worker/',
      ['src/lib/api', 'src/lib/contract', 'src/lib/domain'],
      'api/worker -> contract, domain',
    ),
    roomMayReach(
      'state',
      '^src/lib/state/',
      ['src/lib/state', 'src/lib/api', 'src/lib/contract', 'src/lib/domain', 'src/lib/format'],
      'state -> api, contract, domain, format',
    ),
    roomMayReach(
      'views-take-props',
      '^src/lib/(map|charts|format|ui)/',
      ['src/lib/map', 'src/lib/charts', 'src/lib/format', 'src/lib/ui', 'src/lib/contract', 'src/lib/domain'],
      'map, charts, format and ui take props: never api, state or server',
    ),
    roomMayReach(
      'geodata',
      '^geodata/',
      ['geodata', 'src/lib/contract', 'src/lib/domain'],
      'geodata -> domain, contract',
    ),
    {
      name: 'cli-has-no-screen',
      comment: 'The command line composes server, domain, contract and geodata.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/(routes|lib/(api|state|map|charts|ui))/' },
    },
    {
      name: 'routes-leave-cli-alone',
      comment: 'Pages compose the library; the command line is another program.',
      severity: 'error',
      from: { path: '^src/(routes/|hooks)' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'pages-leave-server-alone',
      comment: 'Only +server, +page.server, +layout.server and hooks.server touch the server.',
      severity: 'error',
      from: { path: '^src/routes/', pathNot: '(\\+server|\\.server|/_[^/]*)\\.ts$' },
      to: { path: '^src/lib/server/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|\\.svelte-kit)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.imports.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'svelte', 'types', 'default'],
      extensions: ['.ts', '.js', '.svelte', '.svelte.ts', '.d.ts'],
    },
  },
};
