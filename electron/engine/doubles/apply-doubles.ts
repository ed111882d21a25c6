import { createHash } from 'node:crypto';
import type { Instant, PlainDate } from '../../../shared/domain/ids.ts';
import type { SystemName } from '../../../shared/domain/states.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { insertDoubleModel, noteScan } from '../../ledger/double-scan-store.ts';
import { closeCluster, clusterOfKey, clustersIn, setClusterDone } from '../../ledger/duplicate-cluster-store.ts';
import { insertDouble, partiesKey, partiesOf } from '../../ledger/duplicate-party-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { applySuspicion } from '../duplicates/apply-suspicion.ts';
import type { DoublesOfSystem } from './find-due-doubles.ts';
import { readCustomer } from './read-customers.ts';

export interface DoublesArgs {
  readonly searched: readonly DoublesOfSystem[];
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}

/**
 * Brings the list of suspected double customers to what a search found: new ones open, those that are no longer suspected go, and what a
 * person said stays, unless its day has come or the customers are not what she saw. Answers how many have changed; writes one audit row where
 * a person's list has.
 */
export const applyDoubles = defineWrite(
  'doubles.apply',
  (db: WritableLedger, { searched, ...by }: DoublesArgs): { readonly changed: number } => {
    let changed = 0;
    for (const search of searched) changed += applySearch(db, search, by);
    return { changed };
  },
  { bulk: true },
);

type By = Omit<DoublesArgs, 'searched'>;

function applySearch(db: WritableLedger, search: DoublesOfSystem, by: By): number {
  const { system, learned, found, seen, answers, restsOn, notEvaluated } = search;
  noteScan(db, system, { seen, answers, restsOn });
  if (found === null) return 0;
  const { at, actor, machine } = by;
  if (learned !== null) insertDoubleModel(db, system, { ...learned, madeBy: actor, madeAt: at });
  const digest = createHash('sha256');
  const counts = { opened: 0, changed: 0, gone: 0, followed: 0 };
  const keys = new Set<string>();
  for (const double of found) {
    const key = partiesKey(double.parties);
    keys.add(key);
    const became = applySuspicion(db, double.head, {
      before: clusterOfKey(db, key),
      today: at.slice(0, 10) as PlainDate,
      insert: () => insertDouble(db, double, at),
    });
    if (became === null) continue;
    counts[became] += 1;
    digest.update(`${became} ${key} ${double.head.evidenceHash}\n`);
  }
  for (const cluster of clustersIn(db, 'open', 'customers')) {
    const parties = partiesOf(db, cluster.clusterId);
    const key = partiesKey(parties);
    if (parties[0]?.system !== system || keys.has(key)) continue;
    closeCluster(db, cluster);
    counts.gone += 1;
    digest.update(`gone ${key}\n`);
  }
  if (system === 'peoplesoft') counts.followed = followTidied(db, at);
  const { opened, gone, followed } = counts;
  if (opened + gone + followed > 0 || learned !== null) {
    const detail = { system, ...counts, notEvaluated, learned: learned?.version ?? null, sha256: digest.digest('hex') };
    appendAudit(db, { at, actor, machine, action: 'doubles.found', subject: `doubles/${system}`, detail });
  }
  return opened + counts.changed + gone + followed;
}

/** What a person said is one customer in PeopleSoft is done once no other one of them is active there. Answers how many that changed. */
function followTidied(db: WritableLedger, at: Instant): number {
  let followed = 0;
  for (const { clusterId } of clustersIn(db, 'sameEvent', 'customers')) {
    const [first, ...rest] = partiesOf(db, clusterId);
    if (first === undefined || first.system !== ('peoplesoft' satisfies SystemName)) continue;
    const isLeft = [first, ...rest].some((party) => party.part !== 'kept' && readCustomer(db, party) !== null);
    if (setClusterDone(db, clusterId, isLeft ? null : at)) followed += 1;
  }
  return followed;
}
