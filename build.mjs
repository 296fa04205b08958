// Builds everything that runs into dist/: `node build.mjs [client] [programs] [workflows] [ui]`, all of them when none is named.
// A step whose inputs have the same content as last time is skipped, which is what makes a second start quick.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = import.meta.dirname;
const at = (...parts) => join(root, ...parts);
const stampFile = (name) => at('dist', '.stamps', name);
const failureConverter = at('runtime', 'failure-converter.cjs');

async function filesBelow(path) {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return existsSync(path) ? [path] : [];
  const kept = entries.filter(({ name }) => name !== 'generated' && name !== 'node_modules');
  const nested = await Promise.all(
    kept.map((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)])),
  );
  return nested.flat();
}

/** One hash over names and contents: times change with each checkout, contents don't. */
async function contentOf(inputs) {
  const files = (await Promise.all(inputs.map((input) => filesBelow(at(input))))).flat().sort();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash('sha256').update(process.version);
  files.forEach((file, index) => hash.update(`${relative(root, file)}\0`).update(contents[index]));
  return hash.digest('hex');
}

function runTool(script, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [at('node_modules', script), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(output.trim()))));
  });
}

/** Prisma looks for its engine's binary, would download it, and then doesn't use it to generate: any file that is there will do. */
const generateClient = () =>
  runTool('prisma/build/index.js', ['generate'], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });

async function bundlePrograms() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: {
      server: 'server/main.ts',
      worker: 'worker/main.ts',
      'password-thread': 'server/security/password-thread.mjs',
      'csv-thread': 'server/csv/csv-thread.mjs',
      migrate: 'prisma/migrate-cli.ts',
      reconcile: 'server/reconcile/reconcile.main.ts',
      commands: 'server/command/commands.main.ts',
      'add-staff': 'server/administration/add-staff.main.ts',
      'add-channel': 'server/administration/add-channel.main.ts',
      ...(existsSync(at('sandbox'))
        ? {
            'sandbox-inbox': 'sandbox/inbox/main.ts',
            'sandbox-licence-vendor': 'sandbox/licence-vendor/main.ts',
            'sandbox-partner-center': 'sandbox/partner-center/main.ts',
            'sandbox-card-processor': 'sandbox/card-processor/main.ts',
          }
        : {}),
    },
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    // Tells the few places that find files beside themselves that they are in dist/ now.
    define: { 'process.env.LICENZA_BUILD': '"1"' },
    logLevel: 'silent',
  });
  await copyFile(failureConverter, at('dist', 'failure-converter.cjs'));
}

/** What the engine's workers load. The tests and the replay gate use the same bundle as production. */
async function bundleWorkflows() {
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: at('workflows', 'index.ts'),
    failureConverterPath: failureConverter,
    // Read once, not for each workflow: none of our modules keeps anything.
    preloadModules: [at('workflows', 'index.ts')],
    logger: new DefaultLogger('ERROR'),
    // Our imports name the .js that TypeScript's output would have; webpack is to find the .ts.
    webpackConfigHook: (config) => ({ ...config, resolve: { ...config.resolve, extensionAlias: { '.js': ['.ts', '.js'] } } }),
  });
  await writeFile(at('dist', 'workflow-bundle.js'), code);
}

const buildPages = () =>
  runTool('vite/bin/vite.js', ['build', '--config', 'ui/vite.config.ts', '--logLevel', 'warn'], { NODE_ENV: 'production' });

const always = ['build.mjs', 'package-lock.json'];

const steps = {
  client: {
    run: generateClient,
    inputs: ['prisma/schema.prisma', 'prisma.config.ts'],
    output: at('prisma', 'generated', 'client.ts'),
    after: [],
  },
  programs: {
    run: bundlePrograms,
    inputs: ['domain', 'adapters', 'workflows', 'runtime', 'worker', 'server', 'prisma', 'records', 'sandbox'],
    output: at('dist', 'server.js'),
    after: ['client'],
  },
  workflows: {
    run: bundleWorkflows,
    inputs: ['domain', 'workflows', 'runtime/failure-converter.cjs'],
    output: at('dist', 'workflow-bundle.js'),
    after: [],
  },
  ui: { run: buildPages, inputs: ['ui', 'domain', 'tsconfig.json'], output: at('dist', 'ui', 'index.html'), after: [] },
};

export const buildSteps = Object.keys(steps);

async function buildStep(name, started, onStep) {
  const { run, inputs, output, after } = steps[name];
  const content = await contentOf([...always, ...inputs]);
  const before = await readFile(stampFile(name), 'utf8').catch(() => '');
  await Promise.all(after.map((earlier) => started.get(earlier)));
  if (before === content && existsSync(output)) return false;
  const startedAt = Date.now();
  onStep(`Building ${name}`);
  await run().catch((error) => {
    throw new Error(`Building ${name} failed:\n${error.message}`);
  });
  await writeFile(stampFile(name), content);
  onStep(`Built ${name} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return true;
}

/**
 * Builds the named steps, those that don't wait for each other side by side. Resolves to the names of those that had to be built.
 * @param {string[]} [names]
 * @param {(line: string) => void} [onStep]
 * @returns {Promise<string[]>}
 */
export async function build(names = buildSteps, onStep = () => undefined) {
  await mkdir(at('dist', '.stamps'), { recursive: true });
  const wanted = buildSteps.filter((name) => names.includes(name) || names.some((other) => steps[other].after.includes(name)));
  const started = new Map();
  for (const name of wanted) started.set(name, buildStep(name, started, onStep));
  const results = await Promise.all(wanted.map(async (name) => ((await started.get(name)) ? name : undefined)));
  return results.filter((name) => name !== undefined);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !buildSteps.includes(name));
  if (unknown) {
    console.error(`There is no build step ${unknown}; there are ${buildSteps.join(', ')}.`);
    process.exit(1);
  }
  try {
    const built = await build(names.length > 0 ? names : buildSteps, console.log);
    if (built.length === 0) console.log('Nothing has changed since the last build.');
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
