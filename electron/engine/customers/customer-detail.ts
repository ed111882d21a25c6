import type { LinkingRules } from '../../../shared/contract/profile-linking.ts';
import type { CustomerCandidateRow, CustomerDetail } from '../../../shared/contract/customers.ts';
import { candidatesOf, type CandidateOfCustomer } from '../../ledger/customer-candidate-store.ts';
import { linksOfStripeCustomer, type LinkRow } from '../../ledger/crosswalk-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { LEAST_MARGIN, PROPOSED_FROM } from '../../matching/customers/find-link.ts';
import { vetoingField } from '../../matching/customers/field-agreement.ts';
import { namesStripeCustomer } from '../../matching/customers/names-stripe-customer.ts';
import type { PeopleSoftParty, StripeParty } from '../../matching/customers/parties.ts';
import type { PairReason } from '../../matching/parties/explain-pair.ts';
import { readPeopleSoftParty, readStripeParty } from '../matching/read-parties.ts';
import { customerRowOf } from './customer-view.ts';
import { ruleSentence, sideBySide } from './side-by-side.ts';
import { bandOfCustomer, whyNotUndoCustomer } from './undo-customer.ts';

export interface CustomerDetailArgs {
  readonly customerKey: number;
  /** Looked at as well, whatever it resembles; null: nobody asks. */
  readonly custId: string | null;
  readonly setId: string;
  readonly sharedIdKey: string | null;
  readonly linking: LinkingRules;
  readonly whyNotDecide: string | null;
}
interface Asked {
  readonly setId: string;
  readonly customerId: string;
  readonly stripe: StripeParty;
  readonly linking: LinkingRules;
  readonly links: readonly LinkRow[];
  readonly scored: readonly CandidateOfCustomer[];
}

/** A Stripe customer beside the PeopleSoft customers it is linked to or resembles, each with what speaks for it and why it is not proposed. */
export const customerDetail = defineRead(
  'customers.detail',
  (db: ReadableLedger, args: CustomerDetailArgs): CustomerDetail => {
    const { customerKey, custId, setId, sharedIdKey, linking, whyNotDecide } = args;
    const row = customerRowOf(db, customerKey, setId);
    const links = linksOfStripeCustomer(db, row.account, row.customerId).filter((link) => link.setId === setId);
    const scored = candidatesOf(db, row).filter((candidate) => candidate.setId === setId);
    const nameOnly: StripeParty = { ...row, storedIds: [] };
    const stripe = readStripeParty(db, row, { setId, sharedIdKey, customerIdKeys: [] }) ?? nameOnly;
    const asked: Asked = { setId, customerId: row.customerId, stripe, linking, links, scored };
    const custIds = new Set([
      ...links.filter(({ state }) => state === 'confirmed').map((link) => link.custId),
      ...scored.map((candidate) => candidate.custId),
      ...links.map((link) => link.custId),
      ...(custId === null ? [] : [custIdAsStored(db, setId, custId)]),
    ]);
    const candidates = [...custIds].map((each) => candidateRow(db, each, asked));
    return {
      row,
      candidates,
      whyNotDecide,
      whyNotUndo: whyNotDecide ?? whyNotUndoCustomer(db, row),
      confirmedTogether: bandOfCustomer(db, row)?.links ?? null,
    };
  },
);

/** Ids are typed in any case; PeopleSoft keeps them in one. */
function custIdAsStored(db: ReadableLedger, setId: string, custId: string): string {
  const typed = custId.trim();
  return (
    readPeopleSoftParty(db, setId, typed)?.custId ??
    readPeopleSoftParty(db, setId, typed.toUpperCase())?.custId ??
    typed
  );
}

function candidateRow(db: ReadableLedger, custId: string, asked: Asked): CustomerCandidateRow {
  const party = readPeopleSoftParty(db, asked.setId, custId);
  const scored = asked.scored.find((candidate) => candidate.custId === custId);
  const link = asked.links.find((each) => each.custId === custId);
  const reasons = scored === undefined ? [] : (JSON.parse(scored.pointsJson) as PairReason[]);
  return {
    setId: asked.setId,
    custId,
    name: party?.name ?? '',
    status: party === undefined || !party.present ? 'not in PeopleSoft' : party.status,
    externalId: party?.externalId ?? null,
    fields: party === undefined ? [] : sideBySide(asked.stripe, party, reasons),
    rule: party === undefined ? null : ruleSentence(asked.linking, asked.stripe, party),
    score: scored?.score ?? null,
    points: reasons.map(({ signal, text, points }) => ({ signal, text, points })),
    modelVersion: scored?.modelVersion ?? null,
    link: link === undefined ? null : linkOf(link),
    whyNot: link?.state === 'proposed' || link?.state === 'confirmed' ? null : whyNot(party, scored, link, asked),
  };
}

function linkOf({
  linkId,
  version,
  state,
  basis,
  decidedBy,
  decidedAt,
  validUntilDate,
}: LinkRow): CustomerCandidateRow['link'] {
  return { linkId, version, state, basis, decidedBy, decidedAt, validUntilDate };
}

/** The first reason that stands in the way of a proposal. */
function whyNot(
  party: PeopleSoftParty | undefined,
  scored: CandidateOfCustomer | undefined,
  link: LinkRow | undefined,
  { customerId, stripe, linking, links, scored: all }: Asked,
): string {
  if (party === undefined) return 'PeopleSoft has no customer of this id.';
  if (!party.present) return 'PeopleSoft no longer shows this customer.';
  if (party.status === 'template') return 'It is a template, not a customer.';
  if (link?.state === 'rejected')
    return `${link.decidedBy ?? 'Somebody'} rejected this pair, and nothing else speaks for it now.`;
  if (link?.state === 'retired' && link.validUntilDate !== null)
    return `${link.decidedBy ?? 'Somebody'} ended this link with ${link.validUntilDate}.`;
  const confirmed = links.find(({ state }) => state === 'confirmed');
  if (confirmed !== undefined) return `The Stripe customer is linked to ${confirmed.custId}.`;
  if (party.externalId !== null && party.externalId !== customerId && namesStripeCustomer(party.externalId))
    return `PeopleSoft keeps the id of another Stripe customer on it: ${party.externalId}.`;
  if (vetoingField(linking, stripe, party) !== null) return ruleSentence(linking, stripe, party) ?? '';
  if (scored === undefined) return 'The two share too little to be compared.';
  if (scored.score < PROPOSED_FROM)
    return `Its score is ${percent(scored.score)}; a proposal needs ${percent(PROPOSED_FROM)}.`;
  const best = all.find((other) => other !== scored && other.score > scored.score - LEAST_MARGIN);
  if (best !== undefined)
    return `${best.custId} has ${percent(best.score)}, this one ${percent(scored.score)}: neither stands out by ${percent(LEAST_MARGIN)}.`;
  return 'The next matching run will look at it again.';
}

function percent(score: number): string {
  return `${Math.round(score * 100)} %`;
}
