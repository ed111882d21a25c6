// Starts one of the program's entries: node build/launch.mjs <entry> [arguments]
// Old-fashioned JavaScript without a newer import, because a Node that is too old for the rest must understand it.
import { existsSync } from 'fs';
import module from 'module';
import { dirname, join } from 'path';
import { fileURLToPath, pathToFileURL } from 'url';

const NODE_MAJOR = 24;
const BAD_USAGE = 2;
const ENTRIES = new Map([
  ['start', 'build/start.ts'],
  ['build', 'build/build.ts'],
  ['verify', 'build/verify.ts'],
  ['test', 'build/test.ts'],
  ['tieout', 'electron/cli.ts'],
  ['serve', 'electron/serve.ts'],
  ['bench', 'test/bench/run.ts'],
  ['demo-seeds', 'test/bench/demo-seeds.ts'],
  ['faults', 'test/faults/run.ts'],
]);
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Why nothing can be started, as a sentence, or null.
 * @param {string} name
 * @param {string} version
 * @param {boolean} installed
 * @returns {string | null}
 */
function refusalOf(name, version, installed) {
  const entry = ENTRIES.get(name);
  if (Number(version.split('.')[0]) !== NODE_MAJOR) return wrongNode(version, installed);
  if (!installed) return 'The packages are not installed yet. Run "npm ci" first.';
  if (entry === undefined) return `There is no entry "${name}"; there are: ${Array.from(ENTRIES.keys()).join(', ')}.`;
  if (!existsSync(join(root, entry))) return `This copy of Tieout has no ${entry}, so "${name}" cannot run.`;
  return null;
}

/**
 * @param {string} version
 * @param {boolean} installed
 * @returns {string}
 */
function wrongNode(version, installed) {
  const found = `Tieout needs Node ${NODE_MAJOR} (its ledger driver crashes on others); this is Node ${version}.`;
  if (!installed) {
    return `${found}\nRun "npm ci" first: it brings Node ${NODE_MAJOR} into node_modules, where npm scripts find it.`;
  }
  return `${found}
Start it through npm, which uses the Node in node_modules: npm start, npm run tieout -- <command>, npm test.
If that is what you did, this platform has no bundled Node (or npm left out optional packages): put Node ${NODE_MAJOR} on the PATH.`;
}

/**
 * The browser host serves the built window, so that is built first when it is stale; no other command needs it.
 * Answers whether the entry can go on.
 * @param {string} name
 * @param {string[]} rest
 * @returns {Promise<boolean>}
 */
async function prepareWindow(name, rest) {
  const serves = name === 'serve' || (name === 'tieout' && rest.includes('serve') && !rest.includes('sample'));
  if (!serves) return true;
  const { ensureBuilt } = await import('./ensure-built.ts');
  return ensureBuilt('window').then(
    () => true,
    (/** @type {unknown} */ error) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
      return false;
    },
  );
}

/**
 * @param {string} name
 * @param {string[]} rest
 * @returns {Promise<void>}
 */
async function launch(name, rest) {
  const refusal = refusalOf(name, process.versions.node, existsSync(join(root, 'node_modules', 'zod')));
  if (refusal !== null) {
    process.stderr.write(`${refusal}\n`);
    process.exitCode = BAD_USAGE;
    return;
  }
  // By the environment too, for every process started from here: with it no thread needs the WebAssembly that removes the
  // types, and V8 now and then ends a process whose threads load and drop WebAssembly (nodejs/node#64500).
  process.env.NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE || join(root, '.cache', 'compile');
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  if (!(await prepareWindow(name, rest))) return;
  // The entry sees the arguments that a program of its own would see.
  const entry = join(root, String(ENTRIES.get(name)));
  process.argv = [process.execPath, entry].concat(rest);
  await import(pathToFileURL(entry).href);
}

launch(process.argv[2] || '', process.argv.slice(3)).catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
