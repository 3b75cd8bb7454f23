// The arrows between rooms (docs/ARCHITECTURE.md): what each room may import, and only through the other's door.
const arrows = {
  pack: [],
  lake: ['pack'],
  analysis: ['pack', 'lake'],
  store: [],
  care: ['pack', 'store'],
  channels: [],
  contract: [],
  api: ['contract', 'analysis', 'care', 'lake', 'pack', 'store', 'jobs'],
  jobs: ['analysis', 'care', 'channels', 'lake', 'pack', 'store'],
  web: ['contract', 'pack'],
  sample: ['lake', 'pack'],
  cli: ['channels', 'contract', 'api', 'jobs', 'analysis', 'care', 'lake', 'pack', 'sample', 'store'],
}

const rooms = Object.entries(arrows).map(([room, allowed]) => ({
  name: `${room}-arrows`,
  severity: 'error',
  comment: `${room} may import ${allowed.join(', ') || 'no other room'}`,
  from: { path: `^packages/${room}/`, pathNot: '\\.test\\.tsx?$|^packages/[^/]+/test/' },
  to: { path: '^packages/', pathNot: `^packages/(${[room, ...allowed].join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...rooms,
    {
      name: 'through-the-door',
      severity: 'error',
      comment: 'another room is entered by a door that its package.json exports',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^packages/[^/]+/(src|test)/',
        pathNot: ['^packages/$1/', '^packages/[^/]+/src/(index|testing|format)\\.ts$'],
      },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
