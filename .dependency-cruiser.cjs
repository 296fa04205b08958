// The tree says how far a file may reach; this makes it so.
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(domain|adapters|workflows|worker|server|ui|prisma|records|runtime|sandbox|tests|bench)/',
    pathNot: `^(${allowed.join('|')})`,
  },
});

module.exports = {
  forbidden: [
    only('domain-is-pure', 'domain', ['domain/'], 'Rules import nothing but rules.'),
    only('workflows-know-domain', 'workflows', ['workflows/', 'domain/'], 'What the engine replays knows only rules.'),
    only(
      'worker-arrows',
      'worker',
      ['worker/', 'adapters/', 'workflows/', 'domain/', 'prisma/', 'records/', 'runtime/'],
      'The worker never reaches into the server.',
    ),
    only(
      'server-arrows',
      'server',
      ['server/', 'adapters/', 'workflows/contracts/', 'domain/', 'prisma/', 'records/', 'runtime/'],
      'The server knows workflows by their contracts.',
    ),
    only('adapters-arrows', 'adapters', ['adapters/', 'domain/'], 'What speaks to the outside knows nothing of who asks.'),
    only('runtime-arrows', 'runtime', ['runtime/'], 'What server and worker share stands alone.'),
    only('records-arrows', 'records', ['records/', 'prisma/', 'domain/'], 'What server and worker write alike knows neither.'),
    only('prisma-arrows', 'prisma', ['prisma/', 'domain/'], 'The data model knows rules.'),
    {
      name: 'ui-arrows',
      comment: 'The UI takes values from rules only; of the server it knows types.',
      severity: 'error',
      from: { path: '^ui/' },
      to: { path: '^(adapters|workflows|worker|server|prisma|records|runtime|sandbox|tests|bench)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'components-have-no-data',
      severity: 'error',
      comment: 'A component shows what it is given.',
      from: { path: '^ui/components/' },
      to: { path: '^ui/(api|live|query-client)' },
    },
    {
      name: 'no-circles',
      comment: 'A circle that a lazily loaded file closes is none when the program starts.',
      severity: 'error',
      from: { pathNot: '^prisma/generated' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    {
      name: 'domain-libraries',
      severity: 'error',
      comment: 'Only what is pure.',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/(zod|temporal-polyfill)/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'prisma/generated', 'dist'] },
    exclude: { path: ['prisma/generated', '^dist'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
