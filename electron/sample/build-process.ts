import { parseArgs } from 'node:util';
import { writeCompany } from './write-company.ts';

// Started by `buildCompany` in a process of its own, so that a million movements never weigh on the caller's memory.
const { values } = parseArgs({
  options: { folder: { type: 'string' }, seed: { type: 'string' }, movements: { type: 'string' } },
});
try {
  if (values.folder === undefined) throw new Error('--folder is missing');
  writeCompany(values.folder, { seed: Number(values.seed), movements: Number(values.movements) }, (facts) => {
    process.stdout.write(`${JSON.stringify({ facts })}\n`);
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
