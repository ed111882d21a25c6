// Starts one of the program's entries: node build/launch.mjs <entry> [arguments]
// Plain, old-fashioned JavaScript, because its job is to be understood by a Node that is too old for the rest.
import { existsSync } from 'fs';
import module from 'module';
import { dirname, join } from 'path';
import { fileURLToPath, pathToFileURL } from 'url';

var NODE_MAJOR = 24;
var ENTRIES = {
  start: 'build/start.ts',
  build: 'build/build.ts',
  verify: 'build/verify.ts',
  test: 'build/test.ts',
  tieout: 'electron/cli.ts',
  serve: 'electron/serve.ts',
  bench: 'test/bench/run.ts',
  faults: 'test/faults/run.ts',
};
var BAD_USAGE = 2;
var root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The sentence for the person who runs this under the wrong Node, or null when the Node is right. */
function wrongNode(version, installed) {
  if (Number(version.split('.')[0]) === NODE_MAJOR) return null;
  var found =
    'Tieout needs Node ' + NODE_MAJOR + ' (its ledger driver crashes on others); this is Node ' + version + '.\n';
  if (!installed)
    return found + 'Run "npm ci" first: it brings Node ' + NODE_MAJOR + ' into node_modules, and npm scripts use it.\n';
  return (
    found +
    'Start it through npm, which uses the Node in node_modules: npm start, npm run tieout -- <command>, npm test.\n' +
    'If that is what you did, this platform has no bundled Node: put Node ' +
    NODE_MAJOR +
    ' on the PATH.\n'
  );
}

function refuse(text) {
  process.stderr.write(text);
  process.exitCode = BAD_USAGE;
}

function launch(name, rest) {
  var entry = Object.prototype.hasOwnProperty.call(ENTRIES, name) ? join(root, ENTRIES[name]) : null;
  var installed = existsSync(join(root, 'node_modules', 'zod'));
  var complaint = wrongNode(process.versions.node, installed);
  if (complaint !== null) return refuse(complaint);
  if (entry === null)
    return refuse('There is no entry "' + name + '"; there are: ' + Object.keys(ENTRIES).join(', ') + '.\n');
  if (!installed) return refuse('The packages are not installed yet. Run "npm ci" first.\n');
  if (!existsSync(entry))
    return refuse('This copy of Tieout has no ' + ENTRIES[name] + ', so "' + name + '" cannot run.\n');
  module.enableCompileCache(join(root, '.cache', 'compile'));
  // The entry sees the arguments a program of its own would see; relative paths in them are its to resolve (INIT_CWD).
  process.argv = [process.argv[0], entry].concat(rest);
  return import(pathToFileURL(entry).href);
}

launch(process.argv[2], process.argv.slice(3));
