import type { Bench } from './bench.ts';
import { exactBench } from './exact.ts';
import { importFileBench } from './import-file.ts';
import { incrementalBench } from './incremental.ts';
import { ingestBench } from './ingest.ts';
import { monthBench } from './month.ts';
import { pageBench } from './page.ts';
import { postBench } from './post.ts';
import { readItemsBench } from './read-items.ts';
import { responsiveBench } from './responsive.ts';
import { startBench } from './start.ts';

/** Every bench there is, by the name it is asked for. */
export const BENCHES: readonly Bench[] = [
  exactBench,
  importFileBench,
  incrementalBench,
  ingestBench,
  monthBench,
  pageBench,
  postBench,
  readItemsBench,
  responsiveBench,
  startBench,
];
