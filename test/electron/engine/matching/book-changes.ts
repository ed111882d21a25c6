import fc from 'fast-check';
import type { Instant, MatchId } from '../../../../shared/domain/ids.ts';
import { changeMatchState } from '../../../../electron/ledger/match-store.ts';
import { rejectPairs } from '../../../../electron/ledger/rejected-pair-store.ts';
import { statement } from '../../../../electron/ledger/statement.ts';
import { isRare, makeRare, RARE, tried } from './rare-changes.ts';
import { openBooks, type Books } from './books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;
export const CUSTOMERS = 6;

const KINDS = [
  'charge',
  'charge',
  'paid',
  'paidInParts',
  'creditMemo',
  'item',
  'refund',
  'receipt',
  'unapplied',
  'invoice',
  'approve',
  'reject',
  'closeItem',
  'openItem',
  'moveCharge',
  'fail',
  'link',
  'unlink',
  'inactive',
  'giveBack',
  'dropReceipt',
  ...RARE,
] as const;

/** A change of one of these kinds that somebody or some system makes between two runs. */
const changeOf = (kinds: readonly (typeof KINDS)[number][]) =>
  fc.record({
    what: fc.constantFrom(...kinds),
    customer: fc.nat(CUSTOMERS - 1),
    other: fc.nat(CUSTOMERS - 1),
    amount: fc.constantFrom(10_000, 20_000, 30_000, 50_000),
    day: fc.integer({ min: 1, max: 28 }),
    named: fc.constantFrom('none', 'own', 'own', 'foreign', 'unknown', 'digits', 'slip', 'two', 'dated'),
    pick: fc.nat(),
  });
export const change = changeOf(KINDS);
/** What rules decide over customer links that come, end and lead elsewhere. */
export const linkChange = changeOf([
  'paid',
  'paid',
  'paidInParts',
  'paidInParts',
  'creditMemo',
  'item',
  'receipt',
  'link',
  'unlink',
  'confirmLink',
  'rejectLink',
  'endLink',
  'moveCharge',
  'post',
  'takeBack',
]);
export type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

const date = (day: number): string => `2026-10-${String(day).padStart(2, '0')}`;

/** Books of a few customers of both systems, most of them linked by a stored id, each with two items. */
export function start(): Books {
  const fresh = openBooks();
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    fresh.customer(`C${customer}`, `Customer ${customer}`);
    const stored = customer < CUSTOMERS - 2 ? { peoplesoft_customer: `C${customer}` } : {};
    fresh.stripeCustomer(`cus_${customer}`, `Customer ${customer}`, stored);
    fresh.item(`C${customer}`, `INV-00${1_000 + customer}`, 10_000);
    fresh.item(`C${customer}`, `INV-00${2_000 + customer}`, 20_000);
  }
  return fresh;
}

function nth<Row>(rows: readonly Row[], pick: number): Row | undefined {
  return rows.length === 0 ? undefined : rows[pick % rows.length];
}

/** A number with another last digit, which is nearly always that of a neighbour. */
function slipped(item: string, pick: number): string {
  return item.replace(/\d$/, (digit) => String((Number(digit) + 1 + (pick % 2)) % 10));
}

/** Makes one change in the books; `serial` tells its rows from those of others. */
export function make(of: Books, serial: number, one: Change): void {
  const { what, customer, other, amount, day, pick } = one;
  const numbers = of.all<{ item: string }>('SELECT item FROM ar_item WHERE cust_id = ? ORDER BY item', `C${customer}`);
  const numbersOfOther = of.all<{ item: string }>(
    'SELECT item FROM ar_item WHERE cust_id = ? ORDER BY item',
    `C${other}`,
  );
  const charges = of.all<{ key: number; id: string; minor: number }>(
    "SELECT movement_key AS key, object_id AS id, amount_minor AS minor FROM movement WHERE kind = 'charge' ORDER BY movement_key",
  );
  const words = {
    none: 'Payment',
    own: `for ${nth(numbers, pick)?.item ?? ''}`,
    foreign: `for ${nth(numbersOfOther, pick)?.item ?? ''}`,
    unknown: 'for INV-77777',
    digits: `order ${String(nth(numbers, pick)?.item ?? '').replace(/\D+0*/, '')}`,
    slip: `for ${slipped(nth(numbers, pick)?.item ?? '', pick)}`,
    two: `for ${nth(numbers, pick)?.item ?? ''} and ${slipped(nth(numbers, pick + 1)?.item ?? '', pick)}`,
    dated: `for ${nth(numbers, pick)?.item ?? ''}${nth(['-2026', '/2026-10', '-2024'], pick) ?? ''}`,
  }[one.named];
  const fields = {
    customer_id: `cus_${customer}`,
    accounting_date: date(day),
    settlement_currency: 'USD',
    description: words,
    metadata_json: one.named === 'unknown' ? JSON.stringify({ invoice_number: 'INV-77777' }) : '{}',
  };
  const match = (states: string) =>
    nth(of.all<{ id: MatchId }>(`SELECT match_id AS id FROM match WHERE state IN (${states}) ORDER BY match_id`), pick);
  if (isRare(what)) return makeRare(of, serial, { ...one, what });
  switch (what) {
    case 'charge':
      of.movement('charge', `ch_${serial}`, amount, {
        ...fields,
        occurred_at: `${date(day)}T12:00:00.000Z`,
        card_fingerprint: pick % 3 === 0 ? null : `card_${pick % 4}`,
        payment_intent_id: `pi_${serial}`,
      });
      return;
    case 'paid':
    case 'paidInParts': {
      const item = nth(
        of.all<{ item: string; minor: number }>(
          "SELECT item, balance_minor AS minor FROM ar_item WHERE cust_id = ? AND status = 'open' AND balance_minor > 0 ORDER BY item DESC",
          `C${customer}`,
        ),
        pick,
      );
      if (item === undefined) return;
      const parts = what === 'paid' ? [item.minor] : [item.minor / 4, (3 * item.minor) / 4];
      parts.forEach((minor, part) =>
        of.movement('charge', `ch_${serial}_${part}`, minor, {
          ...fields,
          customer_id: `cus_${part === 0 ? customer : other}`,
          description: `for ${item.item}`,
          occurred_at: `${date(day)}T12:00:00.000Z`,
        }),
      );
      return;
    }
    case 'creditMemo': {
      const charge = nth(charges, pick);
      if (charge === undefined) return;
      const memo = `CM-00${5_000 + serial}`;
      of.item(`C${customer}`, memo, -charge.minor);
      of.run("UPDATE ar_item SET entry_type = 'CR' WHERE item = ?", memo);
      const told = { ...fields, description: `for ${memo}`, charge_id: charge.id };
      of.movement('refund', `re_${serial}`, -charge.minor, told);
      return;
    }
    case 'item':
      of.item(`C${customer}`, `INV-00${3_000 + serial}`, amount);
      return;
    case 'refund': {
      const charge = nth(charges, pick);
      if (charge !== undefined)
        of.movement('refund', `re_${serial}`, -Math.min(amount, charge.minor), { ...fields, charge_id: charge.id });
      return;
    }
    case 'receipt': {
      const comment = one.named === 'own' ? `wire ${nth(charges, pick)?.id ?? ''}` : words;
      const key = of.run(
        `INSERT INTO ps_payment (deposit_bu, deposit_id, payment_seq, payment_id, amount_minor, exponent, currency, accounting_date, bank_code,
           bank_account_key, entered_by, comment, status, seen_run)
         VALUES ('US001', ?, 1, ?, ?, 2, 'USD', ?, 'STRPE', 'US01', 'CLERK', ?, 'posted', 1)`,
        `D${serial}`,
        `R${serial}`,
        pick % 3 === 0 ? -amount : amount,
        date(day),
        comment,
      );
      if (pick % 2 === 0)
        of.run(
          "INSERT INTO ps_payment_item (payment_key, business_unit, cust_id, item, item_line, amount_minor) VALUES (?, 'US001', ?, ?, 1, ?)",
          key,
          `C${customer}`,
          nth(numbers, pick)?.item ?? 'X',
          amount,
        );
      return;
    }
    case 'unapplied': {
      // Of nobody, and of the size and day of some charge; what it names may come only later.
      const size = nth(
        of.all<{ minor: number; day: string }>(
          "SELECT amount_minor AS minor, accounting_date AS day FROM movement WHERE kind = 'charge' ORDER BY movement_key",
        ),
        pick,
      );
      const comments = [null, words, `for INV-00${3_000 + serial + 1}`];
      of.run(
        `INSERT INTO ps_payment (deposit_bu, deposit_id, payment_seq, payment_id, amount_minor, exponent, currency, accounting_date, bank_code,
           bank_account_key, entered_by, comment, status, seen_run)
         VALUES ('US001', ?, 1, ?, ?, 2, 'USD', ?, 'STRPE', 'US01', 'CLERK', ?, 'unapplied', 1)`,
        `D${serial}`,
        `R${serial}`,
        size?.minor ?? amount,
        size?.day ?? date(day),
        comments[pick % comments.length] ?? null,
      );
      return;
    }
    case 'invoice': {
      const charge = nth(charges, pick);
      if (charge === undefined) return;
      of.run(
        `INSERT INTO stripe_invoice (account, invoice_id, number, customer_id, status, total_minor, exponent, currency, metadata_json)
         VALUES ('acct_1', ?, ?, NULL, 'paid', ?, 2, 'USD', '{}')`,
        `in_${serial}`,
        nth(numbers, pick)?.item ?? 'X',
        amount,
      );
      of.run(
        `INSERT INTO stripe_invoice_payment (account, invoice_payment_id, invoice_id, status, amount_minor, exponent, currency, charge_id)
         VALUES ('acct_1', ?, ?, 'paid', ?, 2, 'USD', ?)`,
        `inpay_${serial}`,
        `in_${serial}`,
        amount,
        charge.id,
      );
      return;
    }
    case 'approve': {
      const found = match("'proposed'");
      if (found !== undefined)
        tried(of, () => changeMatchState(of.db, { matchId: found.id, to: 'approved', actor: 'ana', at: AT }));
      return;
    }
    case 'giveBack': {
      const found = match("'approved'");
      if (found !== undefined)
        tried(of, () => changeMatchState(of.db, { matchId: found.id, to: 'proposed', actor: 'ana', at: AT }));
      return;
    }
    case 'reject': {
      const found = match("'proposed', 'approved'");
      if (found === undefined) return;
      tried(of, () => {
        rejectPairs(of.db, { matchId: found.id, actor: 'ana', at: AT });
        changeMatchState(of.db, { matchId: found.id, to: 'rejected', actor: 'ana', at: AT });
      });
      return;
    }
    case 'closeItem':
    case 'openItem': {
      const item = nth(of.all<{ key: number }>('SELECT item_key AS key FROM ar_item ORDER BY item_key'), pick);
      const [status, balance] = what === 'closeItem' ? ['closed', 0] : ['open', amount];
      tried(of, () =>
        statement(
          of.db,
          'UPDATE ar_item SET status = ?, balance_minor = ?, version = version + 1 WHERE item_key = ?',
        ).run(status, balance, item?.key),
      );
      return;
    }
    case 'moveCharge':
    case 'fail': {
      const charge = nth(charges, pick);
      if (charge === undefined) return;
      if (what === 'fail')
        of.run(
          "UPDATE movement SET source_status = 'failed', version = version + 1 WHERE movement_key = ?",
          charge.key,
        );
      else
        of.run(
          'UPDATE movement SET customer_id = ?, description = ?, version = version + 1 WHERE movement_key = ?',
          `cus_${other}`,
          words,
          charge.key,
        );
      return;
    }
    case 'link':
      of.run(
        'UPDATE stripe_customer SET metadata_json = ? WHERE customer_id = ?',
        JSON.stringify({ peoplesoft_customer: `C${other}` }),
        `cus_${customer}`,
      );
      return;
    case 'unlink':
      of.run(
        "UPDATE stripe_customer SET metadata_json = '{}', name = ? WHERE customer_id = ?",
        `Customer ${other}`,
        `cus_${customer}`,
      );
      return;
    case 'inactive':
      of.run(
        'UPDATE ps_customer SET status = ? WHERE cust_id = ?',
        pick % 2 === 0 ? 'inactive' : 'active',
        `C${customer}`,
      );
      return;
    case 'dropReceipt':
      of.run("UPDATE ps_payment SET status = 'error' WHERE payment_id = ?", `R${serial - 1}`);
  }
}
