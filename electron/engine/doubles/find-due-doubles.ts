import { createHash } from 'node:crypto';
import { SYSTEMS, type SystemName } from '../../../shared/domain/states.ts';
import { answersSaid, currentDoubleModel, readScan, type DoubleModelRow } from '../../ledger/double-scan-store.ts';
import type { FoundDouble } from '../../ledger/duplicate-party-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { findDoubles, type DoubleSuspicion } from '../../matching/customers/double-customers.ts';
import type { LinkModel } from '../../matching/parties/link-model.ts';
import type { MatchingProfile } from '../matching/matching-request.ts';
import { comparedFacts, evidenceHash } from './customer-facts.ts';
import { readCustomers, type KnownCustomer } from './read-customers.ts';
import { toldApart } from './told-apart.ts';
import { unitOf } from './unit-of-customers.ts';

/** What a search of one system's customers found, as it is to be kept. */
export interface DoublesOfSystem {
  readonly system: SystemName;
  /** Where the changes stood that it has seen, and what people had said by then. */
  readonly seen: number;
  readonly answers: string;
  /** Null: the model in use was kept. */
  readonly learned: DoubleModelRow | null;
  /** Null: nothing that the last search rested on has changed, so that it would find the same. */
  readonly found: readonly FoundDouble[] | null;
  /** Everything that it rests on, in one hash. */
  readonly restsOn: string;
  readonly notEvaluated: number;
}
type Company = Pick<MatchingProfile, 'setId' | 'units'>;

/** A model is learned anew when there are this many times the customers it was learned from. */
const GROWN = 2;
/** No money is involved in a customer. Source of the code: ISO 4217, where no currency is involved. */
const NO_MONEY = { amountMinor: 0, exponent: 0, currency: 'XXX' } as const;

/**
 * Customers that a system has twice, of each system whose customers have changed since they were last searched, or where what people said
 * of them holds no longer; for the others nothing is read. Call it inside one read transaction.
 */
export function findDueDoubles(db: ReadableLedger, company: Company, todayDate: string): readonly DoublesOfSystem[] {
  return SYSTEMS.flatMap((system) => {
    const scan = readScan(db, system);
    const answers = answersSaid(db, system, todayDate);
    if (scan.seen === scan.changes && scan.answers === answers) return [];
    const since = { todayDate, answers, before: scan.restsOn };
    return [{ system, seen: scan.changes, answers, ...search(db, system, company, since) }];
  });
}

interface Since {
  readonly todayDate: string;
  readonly answers: string;
  /** What the last search rested on. */
  readonly before: string;
}

function search(
  db: ReadableLedger,
  system: SystemName,
  company: Company,
  { todayDate, answers, before }: Since,
): Pick<DoublesOfSystem, 'learned' | 'found' | 'notEvaluated' | 'restsOn'> {
  const customers = readCustomers(db, system, company.setId);
  const { apart, said } = toldApart(db, system, customers, { setId: company.setId, todayDate });
  const restsOn = hashOf(customers, `${answers}\n${said}`);
  // A customer changes in much that is compared with nobody: each of its payments may move its balance.
  if (restsOn === before) return { learned: null, found: null, notEvaluated: 0, restsOn };
  if (customers.length < 2) return { learned: null, found: [], notEvaluated: 0, restsOn };
  const stored = currentDoubleModel(db, system);
  const isKept = stored !== null && customers.length <= GROWN * stored.rowCount;
  const frozen = isKept ? (JSON.parse(stored.modelJson) as LinkModel) : null;
  const { model, suspicions, notEvaluated } = findDoubles(
    comparedFacts(customers.map(({ facts }) => facts)),
    frozen,
    apart,
  );
  const version = (stored?.version ?? 0) + 1;
  return {
    learned: isKept ? null : { version, modelJson: JSON.stringify({ ...model, version }), rowCount: customers.length },
    found: suspicions.map((suspicion) => foundDouble(db, suspicion, customers, company)),
    notEvaluated,
    restsOn,
  };
}

/** Grows with everything but customers and answers that suspicions follow from. */
const SEARCH_VERSION = 2;

function hashOf(customers: readonly KnownCustomer[], said: string): string {
  const hash = createHash('sha256').update(JSON.stringify([SEARCH_VERSION, said]));
  for (const { book, customerId, facts } of customers) hash.update(JSON.stringify([book, customerId, facts]));
  return hash.digest('hex');
}

function foundDouble(
  db: ReadableLedger,
  { rows, score, reasons }: DoubleSuspicion,
  customers: readonly KnownCustomer[],
  company: Company,
): FoundDouble {
  const members = rows.flatMap((row) => customers[row] ?? []).toSorted(byAge);
  const names = members.map(({ facts }) => facts.name).filter((name) => name !== '');
  return {
    parties: members.map(({ system, book, customerId }) => ({ system, book, customerId })),
    head: {
      ...NO_MONEY,
      unit: unitOf(db, members, company.units),
      kind: 'doubleCustomer',
      evidenceHash: evidenceHash(members.map(({ facts }) => facts)),
      score,
      pointsJson: JSON.stringify(reasons.map(({ signal, text, points }) => ({ signal, text, points }))),
      customer: names[0] ?? null,
      firstAt: members[0]?.createdAt ?? '',
      lastAt: members.at(-1)?.createdAt ?? '',
    },
  };
}

/** The older one first; ids settle only where each is shown. */
function byAge(one: KnownCustomer, other: KnownCustomer): number {
  const [ours, theirs] = [`${one.createdAt} ${one.customerId}`, `${other.createdAt} ${other.customerId}`];
  return ours < theirs ? -1 : Number(ours > theirs);
}
