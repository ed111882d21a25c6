import { assertNever } from '../../../shared/domain/assert-never.ts';
import { MATCHABLE_KINDS } from '../../../shared/domain/states.ts';
import type { Attention } from '../../../shared/contract/primitives.ts';
import type { Facet } from '../../../shared/contract/views.ts';

export const MATCHABLE_SQL = `kind IN (${MATCHABLE_KINDS.map((kind) => `'${kind}'`).join(', ')})`;
export const REVIEW_SQL = "attention IS NOT NULL AND attention <> 'notEvaluated'";

/** SQL condition over `movement` of one facet of the workbench; the counts in the chips use the same table below. */
export function facetCondition(facet: Facet): string {
  switch (facet) {
    case 'needsReview':
      return `${MATCHABLE_SQL} AND ${REVIEW_SQL}`;
    case 'severalCandidates':
      return attentionIs('severalCandidates');
    case 'amountDiffers':
      return attentionIs('amountDiffers');
    case 'noCustomerLink':
      return attentionIs('noCustomerLink');
    case 'refundsAndDisputes':
      return attentionIs('refundOrDispute');
    case 'lookupFailed':
      return `${MATCHABLE_SQL} AND state = 'lookupFailed'`;
    case 'notEvaluated':
      return `${MATCHABLE_SQL} AND state = 'notEvaluated'`;
    case 'matched':
      return `${MATCHABLE_SQL} AND attention IS NULL AND state IN ('proposed', 'approved', 'posted')`;
    case 'excluded':
      return `${MATCHABLE_SQL} AND state = 'excluded'`;
    case 'all':
      return MATCHABLE_SQL;
    default:
      return assertNever(facet, 'facet');
  }
}

function attentionIs(attention: Attention): string {
  return `${MATCHABLE_SQL} AND attention = '${attention}'`;
}
