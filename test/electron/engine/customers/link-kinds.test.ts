import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_RULE_CHANGES, type LinkKind, type RuleChanges } from '../../../../shared/contract/rule-changes.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { decideCustomer } from '../../../../electron/engine/customers/decide-customer.ts';
import { undoCustomer } from '../../../../electron/engine/customers/undo-customer.ts';
import { matchingProfile } from '../../../../electron/engine/matching/matching-request.ts';
import { tryLinkRules } from '../../../../electron/engine/rules/try-link-rules.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { NAMES, stripeCustomer, type Told } from '../doubles/customers-of-books.ts';
import { openBooks, profile, type Books } from '../matching/books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const clerk = { actor: 'clerk', machine: 'desk-1', at: AT, operatorId: null };
const SITE = { ...profile, stripe: { ...profile.stripe, sharedIdKey: 'erp' } };
const LEEDS = { line1: '12 Wharf Street', postal_code: 'LS2 7EQ', city: 'Leeds', country: 'GB' };
const by = (...linkBy: LinkKind[]): RuleChanges => ({ ...NO_RULE_CHANGES, linkBy });

let books: Books;
beforeEach(() => {
  books = openBooks();
  for (const [at, name] of NAMES.entries()) {
    // Ids and streets that tell nobody apart by themselves, so that there is something to learn from.
    const address = { line1: `${at + 20} Mill Road`, postal_code: `LS${at} 1AA`, city: 'Leeds', country: 'GB' };
    theirs(String(5000 + at), `${name} Ltd`, { taxId: `GB1000000${10 + at}`, street: `${at + 20} Mill Road` });
    ours(`cus_B${at}`, `${name} Limited`, { address, taxIds: [`GB1000000${10 + at}`] }, { erp: `E-${at}` });
    books.run(
      'UPDATE ps_customer SET shared_id = ?, postal_code = ? WHERE cust_id = ?',
      `E-${at}`,
      `LS${at} 1AA`,
      String(5000 + at),
    );
  }
});
afterEach(() => books.close());

function ours(id: string, name: string, told: Told = {}, metadata: object = {}): void {
  stripeCustomer(books, { id, name, told, metadata });
}
function theirs(custId: string, name: string, told: { taxId?: string; street?: string; city?: string } = {}): void {
  books.customer(custId, name);
  const { taxId = null, street = null, city = null } = told;
  const sql = 'UPDATE ps_customer SET vat_id = ?, street = ?, city = ? WHERE cust_id = ?';
  books.run(sql, taxId, street, city, custId);
}
const run = (rules: RuleChanges = NO_RULE_CHANGES) => books.match({ rules, profile: SITE });
const linkOf = (customerId: string) =>
  books.all<{ link_id: number; cust_id: string; state: string; decided_by: string | null; version: number }>(
    "SELECT * FROM crosswalk_link WHERE customer_id = ? AND state IN ('confirmed', 'proposed')",
    customerId,
  )[0];
const decidedBy = (customerId: string) => linkOf(customerId)?.decided_by ?? null;
const keyOf = (customerId: string) =>
  books.all<{ key: number }>(
    'SELECT customer_key AS key FROM stripe_customer_number WHERE customer_id = ?',
    customerId,
  )[0]?.key ?? 0;
const say = (customerId: string, custId: string, as: 'confirmed' | 'rejected') => {
  const link = linkOf(customerId);
  return directLedger(books.db).write(decideCustomer, {
    ...clerk,
    customerKey: keyOf(customerId),
    setId: 'SHARE',
    custId,
    seenVersion: link?.cust_id === custId ? link.version : 0,
    sharedIdKey: 'erp',
    as,
  });
};
const tried = (rules: RuleChanges) =>
  tryLinkRules(books.db, { inForce: matchingProfile(SITE), tried: matchingProfile(SITE, rules) });

describe('rules that link customers by what they agree in', () => {
  it('are off at first, each links by its own, names itself, and gives back to a person when it is off', async () => {
    await run();
    expect(books.all("SELECT 1 FROM crosswalk_link WHERE state = 'confirmed'")).toEqual([]);
    await run(by('taxId', 'sharedId'));
    expect(decidedBy('cus_B1')).toBe('rule “shared id” v1');
    await run(by('taxId'));
    expect(decidedBy('cus_B1')).toBe('rule “tax id” v1');
    expect(await run(by('taxId'))).toMatchObject({ links: 0 });
    await run();
    expect(linkOf('cus_B1')).toMatchObject({ state: 'proposed', decided_by: null });
    expect(findViolations(books.db)).toEqual([]);
  });

  it('link by name and address only what is the same in both to the letter', async () => {
    books.customer('1001', 'HALVORSEN MARINE LTD');
    books.run("UPDATE ps_customer SET street = '12 Wharf St.', city = 'LEEDS' WHERE cust_id = '1001'");
    ours('cus_A', 'Halvorsen Marine Ltd', { address: LEEDS });
    ours('cus_N', 'Quill Media Ltd', { address: LEEDS });
    theirs('1002', 'Quill Media Limited', { street: '12 Wharf Street', city: 'Leeds' });
    await run(by('nameAndAddress'));
    expect(decidedBy('cus_A')).toBe('rule “name and address” v1');
    expect(decidedBy('cus_N')).toBeNull();
    expect(decidedBy('cus_B1')).toBeNull();
  });

  it('link nothing where an id is somebody else’s too, where another id differs, or who is not active', async () => {
    ours('cus_Twin', 'Somebody Else', { taxIds: ['GB100000011'] });
    theirs('6002', 'A Branch Of Another', { taxId: 'GB100000012' });
    books.run("UPDATE ps_customer SET shared_id = 'E-other' WHERE cust_id = '5003'");
    books.run("UPDATE ps_customer SET status = 'inactive' WHERE cust_id = '5004'");
    books.run("UPDATE ps_customer SET external_id = 'cus_Other' WHERE cust_id = '5005'");
    await run(by('taxId'));
    for (const id of ['cus_B1', 'cus_Twin', 'cus_B2', 'cus_B3', 'cus_B4', 'cus_B5']) expect(decidedBy(id)).toBeNull();
    expect(decidedBy('cus_B6')).toBe('rule “tax id” v1');
  });

  it('never link again what a person took back, and her words of it name the rule', async () => {
    await run(by('taxId'));
    await directLedger(books.db).write(undoCustomer, { ...clerk, customerKey: keyOf('cus_B1'), setId: 'SHARE' });
    await run(by('taxId', 'sharedId'));
    expect(linkOf('cus_B1')).toMatchObject({ state: 'proposed', decided_by: null });
    const told = books.all<{ detail: string }>(
      "SELECT detail_json AS detail FROM audit WHERE detail_json LIKE '%tax id%'",
    );
    expect(told).toHaveLength(1);
  });
});

describe('a dry run of rules that link customers', () => {
  it('says what each would link, and holds it against what persons said, without changing anything', async () => {
    await run();
    await say('cus_B1', '5001', 'confirmed');
    await say('cus_B2', '5002', 'rejected');
    await say('cus_B3', '5004', 'confirmed');
    const before = books.all('SELECT * FROM crosswalk_link');
    const { byRule, rows } = tried(by('taxId'));
    // Of all, those of which somebody spoke are linked already, or never by a rule.
    expect(byRule).toEqual([{ rule: 'rule “tax id” v1', gained: NAMES.length - 4, lost: 0, agreed: 1, wrong: 2 }]);
    expect(rows.slice(0, 2)).toMatchObject([
      { customerId: 'cus_B2', custId: '5002', said: 'clerk said that it is not this one.' },
      { customerId: 'cus_B3', custId: '5003', said: 'clerk linked it to 5004.' },
    ]);
    expect(rows[2]).toMatchObject({ said: null, rule: 'rule “tax id” v1' });
    expect(books.all('SELECT * FROM crosswalk_link')).toEqual(before);
    expect(tried(NO_RULE_CHANGES)).toEqual({ byRule: [], rows: [] });
  });
});
