import type { Bench } from './bench.ts';
import { exactBench } from './exact.ts';
import { importFileBench } from './import-file.ts';
import { ingestBench } from './ingest.ts';
import { pageBench } from './page.ts';
import { postBench } from './post.ts';
import { qualityReconcileBench } from './quality-reconcile.ts';
import { readItemsBench } from './read-items.ts';
import { reconcileBench } from './reconcile.ts';
import { startBench } from './start.ts';

/** Every bench there is, by the name it is asked for. */
export const BENCHES: readonly Bench[] = [
  exactBench,
  importFileBench,
  ingestBench,
  pageBench,
  postBench,
  qualityReconcileBench,
  readItemsBench,
  reconcileBench,
  startBench,
];
