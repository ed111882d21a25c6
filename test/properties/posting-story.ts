import { isConnectorFailure } from '../../shared/errors/connector-failure.ts';
import { LedgerError } from '../../electron/ledger/ledger-error.ts';
import { defineWrite } from '../../electron/ledger/operation.ts';
import { readPayload, type PaymentPayload } from '../../electron/posting/payments/payment-payload.ts';
import { storeReadItems } from '../../electron/posting/sending/read-items.ts';
import { replayCandidates, replayPosting } from '../../electron/posting/payments/replay.ts';
import { reversePosting } from '../../electron/posting/reversals/reverse-posting.ts';
import type { SenderPorts } from '../../electron/posting/sending/sender.ts';
import { undoByPerson } from '../../electron/posting/decisions/undo.ts';
import type { ArItem } from '../../electron/connectors/peoplesoft/types.ts';
import type { FailureOrder } from '../../electron/sample/peoplesoft/switches.ts';
import { instantOf } from '../../shared/domain/calendar.ts';
import type { Instant, MovementKey } from '../../shared/domain/ids.ts';
import { formatDecimal } from '../../shared/domain/money.ts';
import { Killed, killedAt } from '../electron/posting/killed-ports.ts';
import { startPostingSite, UNIT, type PostingSite } from '../electron/posting/posting-site.ts';

/** One thing that may happen on a bad day. Numbers choose rows; what the books refuse is refused. */
export type Step =
  | { readonly do: 'approve'; readonly charge: number; readonly item: number; readonly post: boolean }
  | { readonly do: 'undo'; readonly charge: number }
  /** A person approves the refund of a charge: on its credit memo, or on an item that it opens again. */
  | { readonly do: 'refund'; readonly charge: number; readonly item: number | null; readonly post: boolean }
  | { readonly do: 'undoRefund' | 'failRefund'; readonly charge: number }
  /** A person has the posting of a charge or of its refund taken back. */
  | { readonly do: 'reverse'; readonly charge: number; readonly ofRefund: boolean; readonly post: boolean }
  | { readonly do: 'replay' | 'signIn' | 'reread' }
  | { readonly do: 'round'; readonly bulk: boolean; readonly limit: number | null }
  | { readonly do: 'killedRound'; readonly at: number }
  | {
      readonly do: 'fail';
      readonly form: NonNullable<FailureOrder['form']>;
      readonly commit: 'never' | 'first' | 'afterReadBack';
      readonly times: number;
    }
  | { readonly do: 'failRead'; readonly form: 'http503' | 'hideRows' | 'dropConnection'; readonly times: number }
  | { readonly do: 'hide'; readonly hidden: boolean }
  | { readonly do: 'lag'; readonly seconds: number }
  | { readonly do: 'batch'; readonly all: boolean }
  | { readonly do: 'misapply'; readonly form: 'applyToOtherItems' | 'sendToWorksheet' }
  | { readonly do: 'colleague'; readonly item: number }
  | { readonly do: 'wait'; readonly seconds: number };

export interface StoryOptions {
  readonly depositIds: 'given' | 'next';
  /** `blindResend` never looks before it sends again: the one switch by which the control differs from the product. */
  readonly sender: 'product' | 'blindResend';
}
export interface StoryResult {
  /** Laws that did not hold, with the step after which. */
  readonly broken: readonly string[];
  /** Payments beyond the first of each charge in PeopleSoft's own books. */
  readonly doubled: number;
}

const CHARGES = [10_000, 6_000, 4_000, 10_000, 3_000, 10_000];
const currencyOf = (line: number): string => (line === 5 ? 'CAD' : 'USD');
const custIdOf = (line: number): string => (line < 3 || line === 5 ? 'C100' : 'C200');
const REFUND_MINOR = 2_000;
const ITEMS = [
  ...CHARGES.map((_, line) => ({
    item: `INV-${line}`,
    amount: '100.00',
    currency: currencyOf(line),
    custId: custIdOf(line),
  })),
  ...CHARGES.map((_, line) => ({
    item: `CM-${line}`,
    amount: '-20.00',
    currency: currencyOf(line),
    custId: custIdOf(line),
  })),
];
/** Saves that are certain not to have happened cannot be committed first: PeopleSoft does not lie about these. */
const CERTAIN = new Set(['notificationZero', 'lockConflict', 'passwordExpired', 'unauthorised']);

/** Plays the steps on a fresh site, checks the laws after each, and in the end that everything approved stands there once. */
export async function runStory(steps: readonly Step[], options: StoryOptions): Promise<StoryResult> {
  const site = await startPostingSite({ items: ITEMS, depositIds: options.depositIds, paymentsPerDeposit: 3 });
  try {
    for (const [line, minor] of CHARGES.entries()) {
      const currency = currencyOf(line);
      site.charge(`ch_${line}`, minor, { currency });
      site.charge(`re_${line}`, -REFUND_MINOR, {
        currency,
        kind: 'refund',
        chargeId: `ch_${line}`,
        date: '2026-10-20',
      });
    }
    const ports = options.sender === 'product' ? site.ports : blind(site.ports);
    // A save later than the server's own time-out, unseen in a lagging copy, is beyond what any reader can know.
    const mayCommitLate = !steps.some((step) => step.do === 'lag' && step.seconds > 0);
    const broken: string[] = [];
    for (const [number, step] of steps.entries()) {
      site.advance(1); // what is decided and what is read never share an instant
      await take(site, step, ports, mayCommitLate);
      broken.push(...lawsBroken(site).map((law) => `after step ${number + 1} (${step.do}): ${law}`));
      if (options.sender === 'product' && broken.length > 0) break;
    }
    if (options.sender === 'blindResend') return { broken, doubled: doubledIn(site) };
    await site.finish();
    broken.push(...lawsBroken(site), ...unfinished(site));
    return { broken, doubled: doubledIn(site) };
  } finally {
    await site.close();
  }
}

/** A sender that takes every doubt for absence. */
function blind(ports: SenderPorts): SenderPorts {
  const findPayments = async () => ({ payments: [], staged: [], errors: [], canarySeen: true });
  return { ...ports, peopleSoft: { ...ports.peopleSoft, findPayments } };
}

async function take(site: PostingSite, step: Step, ports: SenderPorts, mayCommitLate: boolean): Promise<void> {
  try {
    await perform(site, step, ports, mayCommitLate);
  } catch (error) {
    const isRefused = error instanceof LedgerError && !['INTERNAL', 'LEDGER_CORRUPT'].includes(error.code);
    if (!isRefused && !(error instanceof Killed) && !isConnectorFailure(error)) throw error;
  }
}

async function perform(site: PostingSite, step: Step, ports: SenderPorts, mayCommitLate: boolean): Promise<void> {
  const who = { actor: 'CLERK', machine: 'M', at: instantOf(site.nowMs()) };
  switch (step.do) {
    case 'approve': {
      const minor = CHARGES[step.charge] ?? 0;
      await site.approve(movementKey(site, step.charge), [[`INV-${step.item}`, minor]], { post: step.post });
      return;
    }
    case 'undo':
      await site.ledger.write(undoByPerson, { ...who, movementKey: movementKey(site, step.charge) });
      return;
    case 'refund': {
      const share = step.item === null ? `CM-${step.charge}` : `INV-${step.item}`;
      const words = { post: step.post, reason: 'agreed' };
      await site.approve(refundKey(site, step.charge), [[share, REFUND_MINOR]], words);
      return;
    }
    case 'undoRefund':
      await site.ledger.write(undoByPerson, { ...who, movementKey: refundKey(site, step.charge) });
      return;
    case 'failRefund':
      site.db
        .prepare("UPDATE movement SET source_status = 'failed', version = version + 1 WHERE object_id = ?")
        .run(`re_${step.charge}`);
      return;
    case 'reverse': {
      const key = step.ofRefund ? refundKey(site, step.charge) : movementKey(site, step.charge);
      const posting = site.db
        .prepare<[number], { postingId: number; seenVersion: number }>(
          "SELECT posting_id AS postingId, version AS seenVersion FROM posting WHERE movement_key = ? AND state = 'confirmed' AND reverses IS NULL",
        )
        .get(key);
      if (posting === undefined) return;
      await site.ledger.write(reversePosting, { ...who, ...posting, unit: UNIT, reason: 'wrong', post: step.post });
      return;
    }
    case 'replay': {
      const [refused] = await site.ledger.read(replayCandidates, { id: null });
      if (refused === undefined) return;
      const { postingId, version: seenVersion } = refused;
      await site.ledger.write(replayPosting, { ...who, postingId, seenVersion, unit: UNIT, setId: 'SHARE' });
      return;
    }
    case 'signIn':
      site.renewSignIn();
      return;
    case 'reread':
      await reread(site);
      return;
    case 'round':
      await site.round({ bulk: step.bulk, ...(step.limit === null ? {} : { limit: step.limit }) }, ports);
      return;
    case 'killedRound':
      try {
        await site.round({}, killedAt(ports, step.at).ports);
      } finally {
        site.restart();
      }
      return;
    case 'fail': {
      const late = step.commit === 'afterReadBack' && !mayCommitLate ? 'first' : step.commit;
      const commit = CERTAIN.has(step.form) ? 'never' : late;
      site.simulator.arm({ form: step.form, commit, for: step.times });
      return;
    }
    case 'failRead':
      site.simulator.arm({ form: step.form, on: 'query', for: step.times });
      return;
    case 'hide':
      site.simulator.behaviour.hiddenBusinessUnits = step.hidden ? ['US001'] : [];
      return;
    case 'lag':
      site.simulator.behaviour.reportingLagSeconds = step.seconds;
      return;
    case 'batch':
      await site.simulator.runBatch(step.all ? 'all' : 'apply');
      return;
    case 'misapply':
      site.simulator.arm({ form: step.form, on: 'apply' });
      return;
    case 'colleague':
      site.changeBooks(`UPDATE item SET bal_amt = bal_amt / 2 WHERE item = 'INV-${step.item}' AND item_status = 'O'`);
      return;
    case 'wait':
      site.advance(step.seconds);
  }
}

const movementKey = (site: PostingSite, charge: number): MovementKey =>
  site.db.prepare('SELECT movement_key FROM movement WHERE object_id = ?').pluck().get(`ch_${charge}`) as MovementKey;

const refundKey = (site: PostingSite, charge: number): MovementKey => site.movementKey(`re_${charge}`);

const takeOverItems = defineWrite('test.takeOverItems', (db, args: { items: readonly ArItem[]; at: Instant }): void =>
  storeReadItems(db, args.items, args.at),
);

async function reread(site: PostingSite): Promise<void> {
  const keys = ITEMS.map(({ item, custId }) => ({ businessUnit: 'US001', custId, item, itemLine: 1 }));
  const items = await site.ports.peopleSoft.itemsByKey(keys);
  await site.ledger.write(takeOverItems, { items, at: instantOf(site.nowMs()) });
}

/** Payment ids beyond the first, and of each Stripe object what stands there beyond one effect: a reversal takes one away. */
function doubledIn(site: PostingSite): number {
  const books = site.books();
  const net = new Map<string, number>();
  for (const { externalId, amount } of books)
    net.set(externalId, (net.get(externalId) ?? 0) + (amount.startsWith('-') ? -1 : 1));
  const beyond = [...net.values()].reduce((sum, count) => sum + Math.max(0, Math.abs(count) - 1), 0);
  const ids = books.map(({ paymentId }) => paymentId);
  return Math.max(beyond, ids.length - new Set(ids).size);
}

/** What must hold at every moment: the ledger's own laws, and nothing twice in PeopleSoft. */
function lawsBroken(site: PostingSite): string[] {
  const doubled = doubledIn(site);
  return [
    ...site.violations().map((violation) => JSON.stringify(violation)),
    ...(doubled === 0 ? [] : [`${doubled} payment(s) stand in PeopleSoft twice`]),
  ];
}

interface FinalPosting {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly payload: string;
  readonly hash: string;
  /** State of the posting it waits for. */
  readonly parent: string | null;
}
/** In PeopleSoft's books: also what a document of its own has taken back there. */
const THERE = new Set(['confirmed', 'accepted', 'postingError', 'reversed']);
const OVER = new Set(['withdrawn', 'rejected']);
/** PeopleSoft has it, but not as it should be: what rests on it waits for a person. */
const STUCK = new Set(['accepted', 'postingError']);

/** What is left open although nothing stands in the way any more, and where money differs from what was approved. */
function unfinished(site: PostingSite): string[] {
  const all = site.db
    .prepare<[], FinalPosting>(
      `SELECT m.object_id || ' ' || p.effect AS id, p.state, p.state_reason AS reason, p.payload_json AS payload, p.payload_hash AS hash, parent.state AS parent
       FROM posting p JOIN movement m USING (movement_key) LEFT JOIN posting parent ON parent.posting_id = p.depends_on`,
    )
    .all();
  const open = all.filter(
    ({ state, parent }) => !THERE.has(state) && !OVER.has(state) && !(parent !== null && STUCK.has(parent)),
  );
  const approved = all
    .filter(({ state }) => THERE.has(state))
    .map((row) => approvedText(readPayload(row.payload, row.hash)));
  const there = site
    .books()
    .map((each) =>
      [
        each.externalId,
        each.paymentId,
        each.custId,
        each.amount,
        each.currency,
        each.accountingDate,
        each.bankAccountKey,
      ].join(' '),
    );
  const difference = (left: readonly string[], right: readonly string[]) =>
    left.filter((text) => !right.includes(text));
  return [
    ...open.map(({ id, state, reason }) => `${id} is still ${state}: ${reason ?? ''}`),
    ...difference(approved, there).map((text) => `approved, but not in PeopleSoft: ${text}`),
    ...difference(there, approved).map((text) => `in PeopleSoft, but not approved: ${text}`),
  ];
}

function approvedText({ document, bankAccountKey }: PaymentPayload): string {
  const amount = formatDecimal(document.amount).replace(/\.?0+$/, '');
  const { externalId, paymentId, custId, accountingDate } = document;
  return [externalId, paymentId, custId, amount, document.amount.currency, accountingDate, bankAccountKey].join(' ');
}
