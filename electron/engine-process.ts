import { runEngineProcess } from './desktop/run-engine-process.ts';
import { createEngine } from './engine/create-engine.ts';

/** The desktop's engine process; main starts it. */
runEngineProcess({
  parent: process.parentPort,
  createEngine,
  env: process.env,
  exit: (code) => process.exit(code),
});
