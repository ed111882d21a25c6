import { describe, expect, it } from 'vitest';
import { approveInput } from '../../../../shared/contract/workbench.ts';
import {
  allocate,
  payableOf,
  payablesOf,
  proposedAllocation,
} from '../../../../renderer/screens/workbench/allocation.ts';
import {
  approveCommand,
  customerToLink,
  linkToConfirm,
  reasonNeeded,
  whyNotApprove,
  whyNotWithoutItem,
  withoutItemCommand,
  whyNotUndo,
} from '../../../../renderer/screens/workbench/decision.ts';
import { isOpenMovement } from '../../../../shared/domain/open-movement.ts';
import type { OwnSelection } from '../../../../renderer/screens/workbench/own-selection.ts';
import { makeBooks } from '../../../support/double-books.ts';
import { matchDetailOf } from '../../../support/double-details.ts';

const books = makeBooks(64);
const detailAt = (key: number) => matchDetailOf(books.movement(key), books.items(key));
const PROPOSAL = 4;
const UNLINKED = 11;

function selectionOf(change: Partial<OwnSelection>): OwnSelection {
  const reset = () => undefined;
  const chosen = { keys: new Set<number>(), items: [], allocation: null, isOwn: false, toggle: () => undefined, reset };
  return { ...chosen, linksCustomer: true, setLinksCustomer: () => undefined, ...change };
}
const proposed = (key: number) => {
  const detail = detailAt(key);
  return { detail, selection: selectionOf({ items: payablesOf(detail), allocation: proposedAllocation(detail) }) };
};

describe('a decision', () => {
  it('sends the allocation as the person sees it, with the versions she saw', () => {
    const { detail, selection } = proposed(PROPOSAL);
    const command = approveInput.parse(approveCommand(detail, selection, true));
    expect(command.allocations).toHaveLength(3);
    expect(command.allocations.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(
      detail.movement.amount.minor,
    );
    expect(command).toMatchObject({ movementKey: PROPOSAL, seenVersion: 1, post: true });
    expect(command.reason).toBeUndefined();
  });
  it('accepts the first open day that the panel names, where its own period is closed and something is sent', () => {
    const { detail, selection } = proposed(PROPOSAL);
    expect(approveCommand(detail, selection, false).accountingDate).toBeUndefined();
    const closed = { ...detail, cutOff: { date: '2026-11-01', text: 'Posts on 2026-11-01.' } };
    expect(approveInput.parse(approveCommand(closed, selection, false)).accountingDate).toBe('2026-11-01');
    const keyed = { ...closed, match: { ...closed.match!, kind: 'alreadyKeyed' as const } };
    expect(approveCommand(keyed, selection, false).accountingDate).toBeUndefined();
  });
  it('approves what a reviewer is asked for a charge that no item takes, unless she chose items herself', () => {
    const { detail, selection } = proposed(PROPOSAL);
    const text = 'anna asks a reviewer to put it on account: paid twice';
    const asked = { ...detail, asked: { form: 'onAccount' as const, text } };
    const nothing = selectionOf({ items: [], allocation: null });
    expect(whyNotApprove(detail, nothing, false)).toContain('Select the AR items');
    expect([whyNotApprove(asked, nothing, false), reasonNeeded(asked, nothing)]).toEqual([null, null]);
    expect(approveInput.parse(approveCommand(asked, nothing, false))).toMatchObject({
      allocations: [],
      onAccount: true,
    });
    const own = { ...selection, isOwn: true };
    expect(approveInput.parse(approveCommand(asked, own, false)).onAccount).toBeUndefined();
  });
  it('confirms a proposed customer link in the same decision, and only for that customer', () => {
    const { detail, selection } = proposed(UNLINKED);
    expect(detail.customerLink?.state).toBe('proposed');
    expect(approveCommand(detail, selection, false).confirmLinkId).toBe(77);
    const other = selectionOf({ items: selection.items.map((item) => ({ ...item, custId: '99' })) });
    expect(linkToConfirm(detail, other)).toBeNull();
  });
  it('is possible for a person’s own choice where nothing was proposed', () => {
    const detail = detailAt(1);
    expect(whyNotApprove(detail, selectionOf({ allocation: proposedAllocation(detail) }), false)).not.toBeNull();
    const items = books.items(1).slice(0, 1).map(payableOf);
    const own = selectionOf({ items, isOwn: true, allocation: allocate(detail.movement.amount, items) });
    expect(whyNotApprove(detail, own, false)).toBeNull();
  });
  it('links the customer of the chosen items where none is linked, unless the person says not to', () => {
    const detail = { ...detailAt(1), customerLink: null };
    const items = books.items(1).slice(0, 1).map(payableOf);
    const own = selectionOf({ items, isOwn: true, allocation: allocate(detail.movement.amount, items) });
    expect(customerToLink(detail, own)).toMatchObject({ custId: items[0]?.custId });
    expect(approveCommand(detail, own, false).linkCustomer).toBe(true);
    expect(approveCommand(detail, { ...own, linksCustomer: false }, false).linkCustomer).toBeUndefined();
    expect(customerToLink(detailAt(UNLINKED), own)).toBeNull();
  });
  it('is refused with a sentence before the evidence is there, and without items', () => {
    expect(whyNotApprove(undefined, selectionOf({}), false)).toContain('still being read');
    const { detail } = proposed(PROPOSAL);
    const empty = selectionOf({ isOwn: true, allocation: allocate(detail.movement.amount, []) });
    expect(whyNotApprove(detail, empty, false)).toContain('Space');
  });
  describe('on a receipt that was keyed by hand', () => {
    const kind = 'alreadyKeyed' as const;
    const { detail: payment } = proposed(PROPOSAL);
    if (payment.match === null) throw new Error('the double proposes nothing');
    const blocked = 'Nothing is sent for it.';
    const detail = {
      ...payment,
      match: { ...payment.match, kind },
      allocations: [],
      postingBlocked: blocked,
      can: { ...payment.can, approve: true, approveAndPost: false },
    };
    const asFound = selectionOf({ allocation: proposedAllocation(detail) });

    it('takes it over as found, without items and without asking about a remainder', () => {
      expect(whyNotApprove(detail, asFound, false)).toBeNull();
      expect(whyNotApprove(detail, asFound, true)).toBe(blocked);
      expect(reasonNeeded(detail, asFound)).toBeNull();
      const command = approveInput.parse(approveCommand(detail, asFound, false));
      expect(command.allocations).toEqual([]);
    });
    it('with items of her own asks why', () => {
      const items = books.items(PROPOSAL).map(payableOf);
      const own = selectionOf({ items, isOwn: true, allocation: allocate(detail.movement.amount, items) });
      expect(whyNotApprove(detail, own, false)).toBeNull();
      expect(reasonNeeded(detail, own)).toBe('alreadyKeyed');
      expect(whyNotApprove(detail, own, true)).toBeNull();
    });
  });
  describe('that puts a charge on account', () => {
    const { detail } = proposed(PROPOSAL);
    it('names no item, confirms a link that is only proposed, and leaves with the next deposit', () => {
      expect(whyNotWithoutItem(detail, 'onAccount')).toBeNull();
      expect(approveInput.parse(withoutItemCommand(detail, 'onAccount'))).toMatchObject({
        allocations: [],
        onAccount: true,
        post: false,
      });
      expect(withoutItemCommand(detailAt(UNLINKED), 'onAccount').confirmLinkId).toBe(77);
    });
    it('needs an open charge and a customer', () => {
      expect(whyNotWithoutItem(undefined, 'onAccount')).toContain('still being read');
      expect(whyNotWithoutItem({ ...detail, customerLink: null }, 'onAccount')).toContain('link its Stripe customer');
      const posted = { ...detail, movement: { ...detail.movement, state: 'posted' as const } };
      expect(whyNotWithoutItem(posted, 'onAccount')).not.toBeNull();
      const refund = { ...detail, movement: { ...detail.movement, kind: 'refund' as const } };
      expect(whyNotWithoutItem(refund, 'onAccount')).toBe('Only a charge goes on account, or becomes an item.');
      const strict = { ...detail, chargeForms: { onAccount: false, makeItem: false } };
      expect(whyNotWithoutItem(strict, 'onAccount')).toBe('This site puts no charge on account.');
      expect(whyNotWithoutItem(strict, 'makeItem')).toBe('This site makes no items of charges.');
    });
  });
  describe('on a refund', () => {
    const { detail: payment } = proposed(PROPOSAL);
    const total = payment.movement.amount;
    const [first] = books.items(PROPOSAL).map(payableOf);
    if (first === undefined) throw new Error('the double has no items');
    const detail = {
      ...payment,
      movement: { ...payment.movement, kind: 'refund' as const, amount: { ...total, minor: -total.minor } },
    };
    const on = (change: object) => {
      const items = [{ ...first, refundable: total, ...change }];
      return selectionOf({ items, isOwn: true, allocation: allocate(detail.movement.amount, items) });
    };

    it('goes back on a credit memo without more words, and asks why it opens an item again', () => {
      const credit = on({ open: { ...total, minor: -total.minor } });
      expect(whyNotApprove(detail, credit, true)).toBeNull();
      expect(reasonNeeded(detail, credit)).toBeNull();
      expect(approveInput.parse(approveCommand(detail, credit, false)).allocations).toMatchObject([
        { amountMinor: total.minor },
      ]);
      expect(reasonNeeded(detail, on({ open: { ...total, minor: 0 } }))).toBe('withoutCredit');
    });
    it('is whole, but for what its charge left on account', () => {
      const half = on({ refundable: { ...total, minor: total.minor - 100 } });
      expect(whyNotApprove(detail, half, false)).toContain('until nothing is left');
      expect(whyNotApprove({ ...detail, onAccount: { ...total, minor: 100 } }, half, false)).toBeNull();
      const nothing = selectionOf({ allocation: allocate(detail.movement.amount, []) });
      expect(whyNotApprove({ ...detail, onAccount: total }, nothing, false)).toBeNull();
    });
  });
  it('says why nothing on a row can be undone, and points to the key that is not about the row', () => {
    const { detail } = proposed(PROPOSAL);
    expect(whyNotUndo(undefined)).toContain('still being read');
    expect(whyNotUndo({ ...detail, can: { ...detail.can, undo: true } })).toBeNull();
    expect(whyNotUndo({ ...detail, can: { ...detail.can, undo: false, undoWhy: null } })).toContain('Ctrl Z');
    const undoWhy = 'This cannot be undone: its payment has left for PeopleSoft.';
    expect(whyNotUndo({ ...detail, can: { ...detail.can, undo: false, undoWhy } })).toBe(undoWhy);
  });
  it('does not post what the engine says cannot be posted, but still approves it', () => {
    const { detail, selection } = proposed(PROPOSAL);
    const blocked = { ...detail, postingBlocked: 'There is no go-live date.' };
    expect(whyNotApprove(blocked, selection, true)).toBe('There is no go-live date.');
    expect(whyNotApprove(blocked, selection, false)).toBeNull();
  });
  it('leaves a row open until it is decided', () => {
    const row = books.movement(PROPOSAL);
    expect(isOpenMovement(row)).toBe(true);
    expect(isOpenMovement({ ...row, state: 'approved' })).toBe(false);
    expect(isOpenMovement({ ...row, attention: null })).toBe(false);
  });
});
