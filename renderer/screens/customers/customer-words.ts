import type { Summary } from '../../../shared/contract/workbench.ts';
import type { CustomerCandidateRow } from '../../../shared/contract/customers.ts';
import type { LeftOutReason } from '../../../shared/domain/link-band.ts';
import type { CustomerFacet, CustomerStanding } from '../../../shared/domain/customer-facets.ts';
import type { CustomerTab } from './customer-tabs.ts';
import { formatCount } from '../../ui/money.ts';
import type { Tone } from '../../ui/words.ts';

export const STANDING_WORDS: Readonly<Record<CustomerStanding, { readonly label: string; readonly tone: Tone }>> = {
  proposed: { label: 'to decide', tone: 'warn' },
  confirmed: { label: 'linked', tone: 'ok' },
  rejected: { label: 'rejected', tone: 'mute' },
  retired: { label: 'ended', tone: 'mute' },
  none: { label: 'no link', tone: 'mute' },
};

export const FACET_LABELS: Readonly<Record<CustomerFacet, string>> = {
  toDecide: 'To decide',
  noCandidate: 'Nothing proposed',
  confirmed: 'Linked',
  rejected: 'Rejected',
  retired: 'Ended',
  all: 'All',
};

/** What the chip of each list says. */
export const TAB_LABELS: Readonly<Record<CustomerTab, string>> = {
  ...FACET_LABELS,
  aliases: 'Aliases',
  endedAliases: 'Ended aliases',
};

const BASIS_WORDS: Readonly<Record<NonNullable<CustomerCandidateRow['link']>['basis'], string>> = {
  storedId: 'a stored id',
  exactName: 'the same name',
  score: 'resemblance',
  person: 'a person',
};

/** What was decided about a pair, in a few words; empty: nothing. */
export function linkWords(link: CustomerCandidateRow['link']): string {
  if (link === null) return '';
  const { state, basis, decidedBy, validUntilDate } = link;
  if (state === 'proposed') return `proposed by ${BASIS_WORDS[basis]}`;
  if (validUntilDate !== null) return `ended with ${validUntilDate}${decidedBy === null ? '' : ` by ${decidedBy}`}`;
  return decidedBy === null ? state : `${state} by ${decidedBy}`;
}

/** How many a list holds, where that is kept. */
export function facetCount(facet: CustomerTab, summary: Summary | undefined): number | null {
  return summary !== undefined && (facet === 'toDecide' || facet === 'confirmed') ? summary.customers[facet] : null;
}

/** How things stand, in one sentence. */
export function customersSentence(summary: Summary | undefined): string {
  if (summary === undefined) return '';
  const { toDecide, confirmed } = summary.customers;
  const linked = `${formatCount(confirmed)} ${confirmed === 1 ? 'customer is' : 'customers are'} linked`;
  if (toDecide === 0) return `No proposed link waits for you; ${linked}.`;
  return `${formatCount(toDecide)} proposed ${toDecide === 1 ? 'link waits' : 'links wait'} for your word; ${linked}. No rule posts over a proposed link.`;
}

/** A probability as it is shown: never as certain, for nobody has confirmed it. */
export function scoreText(score: number | null): string {
  return score === null ? '' : score.toFixed(2);
}

const LEFT_OUT_WORDS: Readonly<Record<LeftOutReason, string>> = {
  notInPeopleSoft: 'the customer is not active in PeopleSoft.',
  vetoed: 'PeopleSoft keeps the id of another Stripe customer on it.',
  competes: 'another candidate is nearly as likely.',
  shared: 'another Stripe customer is linked, or proposed, to the same one.',
  laterOnes: 'more than are linked in one go; they are there for the next.',
};
/** Why links are not confirmed together with others. */
export function leftOutWords(why: LeftOutReason): string {
  return LEFT_OUT_WORDS[why];
}
