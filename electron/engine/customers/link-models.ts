import type { LinkModelPreview } from '../../../shared/contract/link-models.ts';
import { isDecidedByProgram } from '../../../shared/domain/link-closed.ts';
import { LedgerError } from '../../ledger/ledger-error.ts';
import {
  currentLinkModel,
  enableLinkModel,
  endLinkModel,
  getLinkModel,
  linkModelJson,
  listLinkModels,
  nextLinkModelVersion,
  proposeLinkModel,
  type LinkModelEnabling,
  type NewLinkModel,
} from '../../ledger/link-model-store.ts';
import {
  defineRead,
  defineWrite,
  type AnyOperation,
  type ReadableLedger,
  type WritableLedger,
} from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import {
  bandOfScore,
  refineScores,
  SCORE_BANDS,
  type DecidedPair,
  type MovedPair,
} from '../../matching/customers/refine-scores.ts';
import { comparedParties } from '../../matching/customers/compared-parties.ts';
import { comparableCustomers, knowsColumns } from '../../matching/customers/score-customers.ts';
import type { LinkModel } from '../../matching/parties/link-model.ts';
import type { MatchingProfile } from '../matching/matching-request.ts';
import { readParties } from '../matching/read-parties.ts';

/** A version as it was worked out, to be kept for a reviewer. */
export interface RefinedModel {
  readonly modelJson: string;
  readonly basedOn: number;
  readonly leftRows: number;
  readonly rightRows: number;
  readonly previewJson: string;
}

const SHOWN_ROWS = 200;
/** Fewer say nothing that would hold for others. */
export const LEAST_DECIDED = 5;

/**
 * The next version of the scores with what it would change: the one in use refined by what persons confirmed and rejected, or an earlier
 * one. Scores all customers twice: it is asked for, never polled. Throws `REFUSED` where there is nothing to refine.
 */
export const refineLinkModel = defineRead(
  'customers.refineModel',
  (
    db: ReadableLedger,
    { profile, returnTo }: { readonly profile: MatchingProfile; readonly returnTo: number | null },
  ): RefinedModel => {
    const current = currentLinkModel(db);
    if (current === null) throw refused('No scores have been learned yet.', 'Read Stripe and PeopleSoft first.');
    if (returnTo === current.version) throw refused('This version is in use.', 'Choose another one.');
    const compared = comparableCustomers(readParties(db, profile));
    const inUse = JSON.parse(current.modelJson) as LinkModel;
    const other = returnTo === null ? null : (JSON.parse(linkModelJson(db, returnTo)) as LinkModel);
    const { keys } = comparedParties(compared.stripe, compared.peopleSoft, profile.linking);
    if (!knowsColumns(inUse, keys))
      throw refused('More is known of customers than the scores were learned from.', 'Run matching first.');
    if (other !== null && !knowsColumns(other, keys))
      throw refused('This version knows less of customers than they are compared by now.', 'Choose a later one.');
    const refined = refineScores(compared, inUse, decidedPairs(db, profile.setId), other, profile.linking);
    if (other === null && refined.confirmed + refined.rejected < LEAST_DECIDED)
      throw refused(
        `Only ${refined.confirmed + refined.rejected} decided pairs were compared; ${LEAST_DECIDED} are needed.`,
        'Confirm or reject more links first.',
      );
    return {
      modelJson: JSON.stringify(refined.model),
      basedOn: returnTo ?? current.version,
      leftRows: refined.model.rows.left,
      rightRows: refined.model.rows.right,
      previewJson: JSON.stringify(previewOf(db, profile.setId, refined)),
    };
  },
);

function refused(message: string, nextStep: string): LedgerError {
  return new LedgerError('REFUSED', message, nextStep, { detailCode: 'BAD_INPUT' });
}

/** Pairs of which a person said that they are one, or are not. */
function decidedPairs(db: ReadableLedger, setId: string): readonly DecidedPair[] {
  const rows = statement<{ account: string; customerId: string; custId: string; state: string; decidedBy: string }>(
    db,
    `SELECT account, customer_id AS customerId, cust_id AS custId, state, decided_by AS decidedBy FROM crosswalk_link
     WHERE set_id = ? AND decided_by IS NOT NULL AND (state IN ('confirmed', 'rejected') OR valid_until_date IS NOT NULL)
     ORDER BY account, customer_id, cust_id`,
  ).all(setId);
  return rows
    .filter(({ decidedBy }) => !isDecidedByProgram({ state: 'confirmed', decidedBy }))
    .map(({ account, customerId, custId, state }) => ({ account, customerId, custId, isRight: state !== 'rejected' }));
}

function previewOf(
  db: ReadableLedger,
  setId: string,
  { confirmed, rejected, proposedBefore, proposedAfter, moved }: ReturnType<typeof refineScores>,
): LinkModelPreview {
  const bands = SCORE_BANDS.map(({ id }) => id);
  const moves = bands.flatMap((from) =>
    bands.flatMap((to) => {
      const count = moved.filter((pair) => bandOfScore(pair.before) === from && bandOfScore(pair.after) === to).length;
      return count === 0 ? [] : [{ from, to, count }];
    }),
  );
  const rows = moved.slice(0, SHOWN_ROWS).map((pair) => shown(db, setId, pair));
  return { confirmed, rejected, proposedBefore, proposedAfter, moves, rows };
}

function shown(
  db: ReadableLedger,
  setId: string,
  { account, customerId, custId, before, after }: MovedPair,
): LinkModelPreview['rows'][number] {
  const names = statement<{ name: string | null; peopleSoftName: string | null }>(
    db,
    `SELECT (SELECT name FROM stripe_customer WHERE account = ? AND customer_id = ?) AS name,
       (SELECT name FROM ps_customer WHERE set_id = ? AND cust_id = ?) AS peopleSoftName`,
  ).get(account, customerId, setId, custId);
  return { customerId, name: names?.name ?? null, custId, peopleSoftName: names?.peopleSoftName ?? '', before, after };
}

export const writeLinkModelProposal = defineWrite(
  'customers.proposeModel',
  (db: WritableLedger, proposal: Omit<NewLinkModel, 'version'>) => {
    const version = nextLinkModelVersion(db);
    const modelJson = JSON.stringify({ ...(JSON.parse(proposal.modelJson) as LinkModel), version });
    return proposeLinkModel(db, { ...proposal, modelJson, version });
  },
);
export const writeLinkModelEnabling = defineWrite('customers.enableModel', (db, enabling: LinkModelEnabling) =>
  enableLinkModel(db, enabling),
);
export const writeLinkModelEnd = defineWrite('customers.endModel', (db, ending: Parameters<typeof endLinkModel>[1]) =>
  endLinkModel(db, ending),
);
export const readLinkModels = defineRead('customers.models', (db, { limit }: { readonly limit: number }) =>
  listLinkModels(db, limit),
);
export const readLinkModel = defineRead('customers.model', (db, { version }: { readonly version: number }) =>
  getLinkModel(db, version),
);

/** Every ledger operation of the versions of the scores. */
export const linkModelOperations: readonly AnyOperation[] = [
  refineLinkModel,
  writeLinkModelProposal,
  writeLinkModelEnabling,
  writeLinkModelEnd,
  readLinkModels,
  readLinkModel,
];
