import { money, type Money } from '../../../shared/domain/money.ts';
import type { ItemKey, MovementKey } from '../../../shared/domain/ids.ts';
import type { Profile, UnitProfile } from '../../../shared/contract/profile.ts';
import type { MovementRow as ShownMovement } from '../../../shared/contract/views.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { openDuplicateOf } from '../../ledger/duplicate-hold.ts';
import { getItem } from '../../ledger/item-store.ts';
import { getMovement, type MovementRow } from '../../ledger/movement-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { explainSideBySide, explainWhy, type ExplainInput } from '../../matching/explain.ts';
import { ruleTitle } from '../../matching/rules.ts';
import { cutOffOf, movementWords, type CutOff } from '../../posting/payments/accounting-date.ts';
import { openApprovalRequest } from '../../ledger/approval-request-store.ts';
import { askedWords } from '../../posting/decisions/ask-reviewer.ts';
import { clearingAccount } from '../../posting/payments/clearing-account.ts';
import { chargeStanding, type ChargeStanding } from '../../posting/payments/charge-standing.ts';
import { isOutward } from '../../posting/payments/movement-effect.ts';
import { chargeJournal, type ChargeJournal } from '../../posting/journals/charge-journal.ts';
import { chargeForms } from '../../posting/items/charge-item.ts';
import { onAccount } from '../../posting/decisions/outward-terms.ts';
import { effectKey, paymentReference } from '../../posting/payments/reference.ts';
import { businessEffect, postingBlocked } from '../../posting/payments/plan-payment.ts';
import { getPosting, nextGeneration } from '../../ledger/posting-store.ts';
import { partyProfile } from '../matching/read-parties.ts';
import { whyNot } from '../matching/why-not-operation.ts';
import { readDetailFacts, type DetailFacts } from './detail-facts.ts';
import { movementRowsOf } from './movement-view.ts';
import { dashboardUrl } from './dashboard-url.ts';
import { portalLinks, type PortalRow } from './portal-links.ts';
import { viewerRight, type Viewer } from './viewer-right.ts';

export interface MatchDetailArgs {
  readonly movementKey: number;
  readonly profile: Profile;
  readonly sample: boolean;
  readonly viewer: Viewer;
}

/** Everything the workbench shows of one movement: the evidence, the alternatives, what approving would send, and what may be done. */
export const matchDetail = defineRead(
  'views.matchDetail',
  (db: ReadableLedger, { movementKey, profile, sample, viewer }: MatchDetailArgs): MatchDetail => {
    const movement = getMovement(db, movementKey as MovementKey);
    const [row] = movementRowsOf(db, [movementKey]);
    if (row === undefined) throw new Error(`movement ${movementKey} has no row`);
    const unit = profile.units.find((each) => each.unit === movement.unit) ?? null;
    const facts = readDetailFacts(db, movement, profile.peoplesoft.setId, viewer.id);
    const isOpen = OPEN_STATES.includes(movement.state);
    const standing = unit === null || !isOutward(movement) ? null : chargeStanding(db, movement, unit);
    const cutOff = unit === null || !isOpen ? null : cutOffOf(db, movement, unit);
    const explained = explainInput(movement, row, facts, { unit, cutOff });
    const allocated = facts.allocations.reduce((sum, each) => sum + each.amount.minor, 0);
    const preview =
      unit === null
        ? { postingPreview: null, postingBlocked: `${movement.currency} belongs to no unit of the connection profile.` }
        : previewOf(db, movement, facts, unit, { cutOff, standing });
    return {
      movement: {
        ...row,
        description: movement.description,
        stateReason: movementWords(movement),
        settlement: settlementOf(movement),
        fee: feeOf(movement),
        link: facts.link === null ? null : `${facts.link.custId} ${facts.link.name}`,
        sourceUrl: sample ? null : sourceUrl(movement),
      },
      portalLinks: portalLinks(profile.peoplesoft.portal, portalRows(db, facts)),
      match: matchShown(facts.match),
      whyNot: facts.match === null ? whyNotText(db, movement, profile, unit) : explainWhy(explained),
      runnerUp:
        facts.runnerUp === null
          ? null
          : { score: facts.runnerUp.score, items: [...facts.runnerUp.items], text: facts.runnerUp.text },
      customerLink: facts.link,
      diff: explainSideBySide(explained),
      allocations: facts.allocations.map(({ itemDate: _itemDate, ...each }) => each),
      remainder: money(Math.abs(movement.amountMinor) - allocated, movement.exponent, movement.currency),
      onAccount: money(
        standing === null ? 0 : Math.max(0, onAccount(db, standing)?.minor ?? 0),
        movement.exponent,
        movement.currency,
      ),
      journalTemplate: unit === null ? null : templateOf(chargeJournal(db, movement, unit)),
      waitsFor: waitsFor(db, standing),
      ...preview,
      cutOff,
      chargeForms: unit === null ? { onAccount: false, makeItem: false } : chargeForms(unit),
      asked: askedOf(db, movement),
      ...rightsOf(db, movement, canDo(movement, facts, preview.postingBlocked), viewer, profile),
      duplicate: duplicateOf(db, movement),
      history: facts.history,
    };
  },
);

/** A warning, never a bar: a person may approve what no rule may. */
function duplicateOf(db: ReadableLedger, { movementKey }: MovementRow): MatchDetail['duplicate'] {
  const open = openDuplicateOf(db, movementKey);
  if (open === null) return null;
  const { clusterId, others, isHeld } = open;
  const held = isHeld ? ' No rule posts it until that is answered.' : '';
  return { clusterId, isHeld, text: `It may be the same payment as ${others.join(', ')}.${held}` };
}

function templateOf(journal: ChargeJournal): string | null {
  return journal.kind === 'template' ? journal.accountingTemplate : null;
}

function matchShown(match: DetailFacts['match']): MatchDetail['match'] {
  if (match === null) return null;
  const { ruleId, points, ...rest } = match;
  return { ...rest, rule: ruleTitle(ruleId), points: [...points] };
}

function explainInput(
  movement: MovementRow,
  shown: ShownMovement,
  facts: DetailFacts,
  { unit, cutOff }: { readonly unit: UnitProfile | null; readonly cutOff: CutOff | null },
): ExplainInput {
  const clearing = unit === null ? null : clearingAccount(unit, movement.settlementCurrency);
  return {
    movement: {
      kind: movement.kind as 'charge' | 'refund' | 'dispute',
      amount: money(movement.amountMinor, movement.exponent, movement.currency),
      occurredAt: movement.occurredAt,
      accountingDate: movement.accountingDate,
      customerName: shown.customer,
      customerId: movement.customerId,
      merged: shown.merged,
      description: movement.description,
      statementDescriptor: facts.statementDescriptor,
      metadata: JSON.parse(movement.metadataJson) as Record<string, string>,
      payoutId: movement.payoutId,
      stateReason: movementWords(movement),
    },
    match:
      facts.match === null
        ? null
        : {
            kind: facts.match.kind,
            isDecided: facts.match.state === 'approved' || facts.match.state === 'posted',
            points: facts.match.points,
            other: facts.other,
          },
    runnerUp: facts.runnerUp,
    items: facts.allocations.map((each) => ({
      item: each.item,
      amount: each.amount,
      open: each.itemOpen,
      itemDate: each.itemDate,
      dueDate: each.dueDate,
    })),
    link: facts.link,
    zone: unit?.zone ?? 'UTC',
    // Only PeopleSoft knows its open periods, and it is asked when a payment is about to be sent: until then none is known closed.
    inOpenPeriod: cutOff === null ? null : false,
    cash:
      clearing === null
        ? null
        : { bank: `${clearing.bankCode} ${clearing.bankAccountKey}`, cashAccount: clearing.cashAccount },
  };
}

function whyNotText(db: ReadableLedger, movement: MovementRow, profile: Profile, unit: UnitProfile | null): string {
  const answer = whyNot.run(db, {
    movementKey: movement.movementKey,
    tolerances: profile.matching,
    parties: partyProfile(profile),
    businessUnits: unit?.businessUnits ?? [],
  });
  const nearest = answer.nearest.slice(0, 3).map((each) => `${each.item}: ${each.words.join(' ')}`);
  const reason = answer.reason ?? 'Nothing was found that it could belong to.';
  return nearest.length === 0 ? reason : `${reason} Nearest: ${nearest.join(' · ')}`;
}

function settlementOf(movement: MovementRow): Money | null {
  const { settlementMinor, settlementExponent, settlementCurrency } = movement;
  return settlementMinor === null || settlementExponent === null || settlementCurrency === null
    ? null
    : money(settlementMinor, settlementExponent, settlementCurrency);
}

function feeOf(movement: MovementRow): Money | null {
  const { feeMinor, settlementExponent, settlementCurrency } = movement;
  return feeMinor === null || settlementExponent === null || settlementCurrency === null
    ? null
    : money(feeMinor, settlementExponent, settlementCurrency);
}

function portalRows(db: ReadableLedger, { link, allocations }: DetailFacts): PortalRow[] {
  const items = allocations.map(({ itemKey }): PortalRow => {
    const { businessUnit, custId, item, itemLine } = getItem(db, itemKey as ItemKey);
    return { page: 'item', businessUnit, custId, item, itemLine };
  });
  return [...(link === null ? [] : [{ page: 'customer' as const, setId: link.setId, custId: link.custId }]), ...items];
}

function sourceUrl({ kind, objectId, chargeId, livemode }: MovementRow): string {
  const page = kind === 'dispute' ? 'disputes' : 'payments';
  return dashboardUrl(page, kind === 'refund' ? (chargeId ?? objectId) : objectId, livemode === 1);
}

type Preview = Pick<MatchDetail, 'postingPreview' | 'postingBlocked'>;

function previewOf(
  db: ReadableLedger,
  movement: MovementRow,
  facts: DetailFacts,
  unit: UnitProfile,
  { cutOff, standing }: { readonly cutOff: CutOff | null; readonly standing: ChargeStanding | null },
): Preview {
  if (facts.match !== null && facts.match.kind === 'alreadyKeyed')
    return { postingPreview: null, postingBlocked: 'PeopleSoft already holds this receipt.' };
  if (standing?.kind === 'open' && facts.postingGeneration === null)
    return { postingPreview: null, postingBlocked: `It cannot go out yet: ${standing.text}.` };
  const blocked = postingBlocked(movement, unit);
  const clearing = clearingAccount(unit, movement.settlementCurrency);
  if (blocked !== null || clearing === null) return { postingPreview: null, postingBlocked: blocked?.text ?? null };
  const effect = businessEffect(movement);
  const generation = facts.postingGeneration ?? nextGeneration(db, effectKey(effect));
  return {
    postingPreview: {
      depositBu: unit.depositBu,
      bank: `${clearing.bankCode} ${clearing.bankAccountKey}`,
      cashAccount: clearing.cashAccount,
      accountingDate: facts.postingDate ?? cutOff?.date ?? movement.accountingDate,
      amount: money(movement.amountMinor, movement.exponent, movement.currency),
      reference: paymentReference(effect, generation),
    },
    postingBlocked: null,
  };
}

/** What the person who looks may do of what could be done: by her role, her limit, and whether a reviewer is asked already. */
function rightsOf(
  db: ReadableLedger,
  movement: MovementRow,
  can: MatchDetail['can'],
  viewer: Viewer,
  { peoplesoft }: Profile,
): Pick<MatchDetail, 'can' | 'asksReviewer' | 'notHers'> {
  if (!OPEN_STATES.includes(movement.state)) return { can, asksReviewer: null, notHers: null };
  const right = viewerRight(db, movement, viewer, peoplesoft);
  if (right.kind === 'mayApprove') return { can, asksReviewer: null, notHers: null };
  if (right.kind === 'mustAsk') {
    const asksReviewer = can.approve ? `${right.text} Approving asks a reviewer.` : null;
    return { can, asksReviewer, notHers: null };
  }
  const mayReject = can.reject && right.code !== 'NOT_ALLOWED';
  return {
    can: { ...can, approve: false, approveAndPost: false, reject: mayReject, why: right.text },
    asksReviewer: null,
    notHers: right.text,
  };
}

/** What a reviewer is asked about it; null: nobody asks. */
function askedOf(db: ReadableLedger, { movementKey }: MovementRow): MatchDetail['asked'] {
  const request = openApprovalRequest(db, movementKey);
  return request === null ? null : { form: request.form, text: askedWords(request) };
}

/** What money that goes out waits for, in words; null when nothing. */
function waitsFor(db: ReadableLedger, standing: ChargeStanding | null): string | null {
  if (standing?.kind !== 'posted') return null;
  const { reference, state } = getPosting(db, standing.postingId);
  if (state === 'confirmed') return null;
  return `It goes out once payment ${reference} of its charge ${standing.charge.objectId} is confirmed.`;
}

const OPEN_STATES = ['proposed', 'ambiguous', 'unmatched'];

function canDo(movement: MovementRow, facts: DetailFacts, blocked: string | null): MatchDetail['can'] {
  const open = OPEN_STATES.includes(movement.state);
  const needsItems = facts.match === null || facts.match.kind !== 'alreadyKeyed';
  const approve = open && (!needsItems || blocked === null);
  return {
    approve,
    approveAndPost: approve && needsItems && blocked === null,
    reject: facts.match?.state === 'proposed' || movement.state === 'ambiguous',
    undo: facts.undoWhy === null,
    decideLost: movement.kind === 'dispute' && movement.sourceStatus === 'lost' && movement.state === 'posted',
    undoWhy: facts.undoWhy,
    why: open ? blocked : movementWords(movement),
  };
}
