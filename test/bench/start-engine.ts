import { homePaths } from '../../electron/ledger/home.ts';
import { BENCH_SESSION, benchEngine } from './bench-engine.ts';
import { benchProfile } from './ledgers/bench-profile.ts';
import { benchKey } from './ledgers/cached.ts';
import { UNIT } from './ledgers/generated-rows.ts';
import { peakMemoryMb } from './measure.ts';

/** One start of the product's engine on a home, as a process of its own: says `ready` when it answers, then what a first list took. */
const [home] = process.argv.slice(2);
if (home === undefined) throw new Error('usage: start-engine.ts HOME');
const engine = await benchEngine({ paths: homePaths(home), key: benchKey(), profile: benchProfile() });
await ask('summary.get', { unit: UNIT.unit });
process.stdout.write('ready\n');
const startedMs = performance.now();
const { token } = await ask('view.open', { list: 'movements', unit: UNIT.unit, facet: 'needsReview' });
await ask('view.page', { token, offset: 0, limit: 100 });
const firstListMs = performance.now() - startedMs;
await engine.close();
process.stdout.write(`${JSON.stringify({ firstListMs, peakMb: peakMemoryMb() })}\n`);

async function ask(name: string, input: unknown): Promise<{ readonly token?: string }> {
  const answer = await engine.answer({ id: 1, kind: 'query', name, input }, BENCH_SESSION);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
  return answer.value as { token?: string };
}
