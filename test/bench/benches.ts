import type { Bench } from './bench.ts';
import { customersBench } from './measures/customers.ts';
import { exactBench } from './exact.ts';
import { importFileBench } from './import-file.ts';
import { incrementalBench } from './incremental.ts';
import { ingestBench } from './ingest.ts';
import { monthBench } from './month.ts';
import { pageBench } from './page.ts';
import { postBench } from './post.ts';
import { qualityCustomersBench } from './quality/customers/quality-customers.ts';
import { qualityDedupeBench } from './quality/dedupe/quality-dedupe.ts';
import { qualityDoublesBench } from './quality/doubles/quality-doubles.ts';
import { qualityMovementsBench } from './quality/movements/quality-movements.ts';
import { qualityPartiesBench } from './quality/parties/quality-parties.ts';
import { qualityReconcileBench } from './quality-reconcile.ts';
import { readItemsBench } from './read-items.ts';
import { reconcileBench } from './reconcile.ts';
import { responsiveBench } from './responsive.ts';
import { startBench } from './start.ts';

/** Every bench there is, by the name it is asked for. */
export const BENCHES: readonly Bench[] = [
  customersBench,
  exactBench,
  importFileBench,
  incrementalBench,
  ingestBench,
  monthBench,
  pageBench,
  postBench,
  qualityCustomersBench,
  qualityDedupeBench,
  qualityDoublesBench,
  qualityMovementsBench,
  qualityPartiesBench,
  qualityReconcileBench,
  readItemsBench,
  reconcileBench,
  responsiveBench,
  startBench,
];
