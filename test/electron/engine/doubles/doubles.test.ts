import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instant, PlainDate } from '../../../../shared/domain/ids.ts';
import { customerRows } from '../../../../electron/engine/customers/customer-view.ts';
import { decideCustomer } from '../../../../electron/engine/customers/decide-customer.ts';
import { decideDuplicate, undoDuplicate } from '../../../../electron/engine/duplicates/decide-duplicate.ts';
import { duplicateDetail } from '../../../../electron/engine/duplicates/duplicate-detail.ts';
import { duplicateKeys } from '../../../../electron/engine/duplicates/duplicate-view.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { probabilityOf } from '../../../../electron/matching/parties/score-pairs.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import { openBooks, type Books } from '../matching/books.ts';
import { NAMES, stripeCustomer, tablesOf, type Told } from './customers-of-books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const clerk = { actor: 'clerk', machine: 'desk-1', at: AT, operatorId: null };
const LEEDS = { line1: '12 Wharf Street', postal_code: 'LS2 7EQ', city: 'Leeds', country: 'GB' };

const put = (id: string, name: string, told: Told = {}, metadata: object = {}) =>
  stripeCustomer(books, { id, name, told, metadata });
/** A company that was made twice at Stripe, among others of ordinary names. */
function madeTwice(told: Told = {}): void {
  for (const [at, name] of NAMES.entries()) put(`cus_B${at}`, `${name} Limited`);
  put('cus_A', 'Halvorsen Marine Ltd', { address: LEEDS, phone: '+44 113 496 0055', email: 'ar@halvorsen.test' });
  put('cus_Z', 'HALVORSEN MARINE LIMITED', {
    address: { ...LEEDS, line1: '12 Wharf St.' },
    phone: '0113 4960055',
    ...told,
  });
}
interface Cluster {
  readonly cluster_id: number;
  readonly version: number;
  readonly state: string;
  readonly kind: string;
  readonly score: number;
  readonly why_open: string | null;
}
const clusters = () => books.all<Cluster>('SELECT * FROM duplicate_cluster ORDER BY cluster_id');
const scanOf = (system: string) =>
  books.all<{ rests_on: string; changes: number; seen: number }>(
    'SELECT * FROM double_scan WHERE system = ?',
    system,
  )[0];
const open = () => clusters().filter(({ state }) => state === 'open');
const membersOf = (clusterId: number) =>
  books
    .all<{ id: string }>(
      'SELECT customer_id AS id FROM duplicate_party WHERE cluster_id = ? ORDER BY position',
      clusterId,
    )
    .map(({ id }) => id);
const detailOf = (clusterId: number) =>
  directLedger(books.db).read(duplicateDetail, {
    clusterId,
    sample: true,
    viewer: { id: 'clerk', whyNotDecide: null },
  });
const answer = (
  as: 'sameEvent' | 'notDuplicate',
  fields: { clusterId?: number; keep?: number; expiresDate?: string; at?: Instant; seenVersion?: number } & Pick<
    Parameters<typeof decideDuplicate.run>[1],
    'picks'
  > = {},
) => {
  const cluster = clusters().find(({ cluster_id: id }) => id === (fields.clusterId ?? open()[0]?.cluster_id));
  return directLedger(books.db).write(decideDuplicate, {
    ...clerk,
    at: fields.at ?? AT,
    clusterId: cluster?.cluster_id ?? 0,
    seenVersion: fields.seenVersion ?? cluster?.version ?? 0,
    as,
    keep: as === 'sameEvent' ? (fields.keep ?? 0) : null,
    picks: fields.picks,
    reason: 'looked at it',
    expiresDate: (fields.expiresDate ?? null) as PlainDate | null,
  });
};
const undo = (clusterId: number) => directLedger(books.db).write(undoDuplicate, { ...clerk, clusterId });
const keyOf = (customerId: string): number =>
  books.all<{ key: number }>(
    'SELECT customer_key AS key FROM stripe_customer_number WHERE customer_id = ?',
    customerId,
  )[0]?.key ?? 0;
const rowOf = async (customerId: string) =>
  (await directLedger(books.db).read(customerRows, { keys: [keyOf(customerId)], setId: 'SHARE' }))[0];
const proposedVersion = (customerId: string, custId: string): number =>
  books.all<{ version: number }>(
    'SELECT version FROM crosswalk_link WHERE customer_id = ? AND cust_id = ?',
    customerId,
    custId,
  )[0]?.version ?? 0;
const confirm = (customerId: string, custId: string, seenVersion = proposedVersion(customerId, custId)) =>
  directLedger(books.db).write(decideCustomer, {
    ...clerk,
    customerKey: keyOf(customerId),
    custId,
    setId: 'SHARE',
    sharedIdKey: null,
    seenVersion,
    as: 'confirmed',
  });

describe('a customer that Stripe has twice', () => {
  it('is found by more than its name, once, with reasons whose points give the score; a rerun searches nothing', async () => {
    madeTwice();
    await books.match();
    expect(open()).toMatchObject([{ kind: 'doubleCustomer' }]);
    const shown = await detailOf(open()[0]?.cluster_id ?? 0);
    expect(shown.members.map(({ name }) => name)).toEqual(['cus_A', 'cus_Z']);
    expect(probabilityOf(shown.points.reduce((sum, { points }) => sum + points, 0))).toBe(shown.row.score);
    expect(shown.fields.find(({ field }) => field === 'Phone')).toMatchObject({ verdict: 'differs' });
    expect(shown.picks.map(({ field, from }) => [field, from])).toEqual([
      ['name', 0],
      ['email', 0],
      ['phone', 0],
      ['address', 0],
      ['taxId', 0],
    ]);
    const before = tablesOf(books);
    const restsOn = scanOf('stripe')?.rests_on;
    expect(await books.match()).toMatchObject({ changed: 0, duplicates: 0 });
    expect(tablesOf(books)).toEqual(before);
    // What is compared with nobody is no reason to search again, and nothing is written but that it was looked at.
    books.run("UPDATE stripe_customer SET balance_minor = -500 WHERE customer_id = 'cus_A'");
    expect(await books.match()).toMatchObject({ changed: 0, duplicates: 0 });
    expect(scanOf('stripe')).toMatchObject({ rests_on: restsOn });
    expect(findViolations(books.db)).toEqual([]);
  });

  it('is not suspected by its name alone, nor where the tax ids differ, nor between two accounts', async () => {
    for (const [at, name] of NAMES.entries()) put(`cus_B${at}`, `${name} Limited`);
    put('cus_1', 'Halvorsen Marine Ltd');
    put('cus_2', 'Halvorsen Marine Ltd', { address: LEEDS });
    const same = { address: LEEDS, phone: '+44 113 496 0055' };
    put('cus_3', 'Orchard Optics', { ...same, taxIds: ['GB395490875'] });
    put('cus_4', 'Orchard Optics', { ...same, taxIds: ['GB395490123'] });
    put('cus_5', 'Quellwasser AG', { ...same, account: 'acct_1' });
    put('cus_6', 'Quellwasser AG', { ...same, account: 'acct_2' });
    await books.match();
    expect(open()).toEqual([]);
  });

  it('is not suspected by name and address of a sister of another legal form, however the form is written of one and the same', async () => {
    for (const [at, name] of NAMES.entries()) put(`cus_B${at}`, `${name} Limited`);
    const pair = (name: string, forms: readonly [string, string], address: object) =>
      forms.forEach((form, at) => put(`cus_${name[0]}${at}`, `${name} ${form}`, { address: { ...LEEDS, ...address } }));
    pair('Kestrel Instruments', ['GmbH', 'AG'], { line1: '3 Mill Road' });
    pair('Osprey Optics', ['Inc.', 'S.L.'], { line1: '4 Mill Road' });
    pair('Pelican Bakery', ['GmbH', 'G.m.b.H.'], { line1: '5 Mill Road' });
    pair('Quail Textiles', ['Corp.', '& Co.'], { line1: '6 Mill Road' });
    await books.match();
    expect(open().map(({ cluster_id: id }) => membersOf(id))).toEqual([
      ['cus_P0', 'cus_P1'],
      ['cus_Q0', 'cus_Q1'],
    ]);
  });

  it('is never one with a customer that is linked to another PeopleSoft customer', async () => {
    madeTwice();
    books.customer('1001', 'HALVORSEN MARINE');
    books.customer('1002', 'HALVORSEN MARINE LEEDS');
    await books.match();
    expect(open()).toHaveLength(1);
    await confirm('cus_A', '1001');
    await confirm('cus_Z', '1002');
    await books.match();
    expect(open()).toEqual([]);
    expect(clusters()).toMatchObject([{ state: 'gone' }]);
  });

  it('stays away after "not a duplicate", also beside a third one that resembles both', async () => {
    madeTwice();
    await books.match();
    await answer('notDuplicate', { expiresDate: '2027-01-01' });
    put('cus_Third', 'Halvorsen Marine Ltd', { address: LEEDS, phone: '+44 113 496 0055' });
    await books.match();
    expect(open().map(({ cluster_id: id }) => membersOf(id).toSorted())).toEqual([
      ['cus_A', 'cus_Third'],
      ['cus_Third', 'cus_Z'],
    ]);
  });

  it('comes back after "not a duplicate" on its day, and as soon as the customers are not what was seen', async () => {
    madeTwice();
    await books.match();
    await answer('notDuplicate', { expiresDate: '2026-11-02', at: '2026-11-01T12:00:00.000Z' as Instant });
    await books.match();
    expect(open()).toMatchObject([{ why_open: 'clerk said that it is not a duplicate, until 2026-11-02.' }]);
    await answer('notDuplicate');
    const moved = { address: { ...LEEDS, line1: '12 Wharf Str.' }, phone: '0113 4960055' };
    stripeCustomer(books, { id: 'cus_Z', name: 'Halvorsen Marine Ltd', told: moved });
    await books.match();
    expect(open()).toMatchObject([
      { why_open: 'clerk said that it is not a duplicate, but its rows have changed since.' },
    ]);
  });

  it('is refused where somebody was faster, it has changed since, or another merge holds one of them', async () => {
    madeTwice();
    await books.match();
    await expect(answer('sameEvent', { seenVersion: 9 })).rejects.toMatchObject({ detailCode: 'STALE_VERSION' });
    await expect(answer('sameEvent', { keep: 5 })).rejects.toMatchObject({ detailCode: 'BAD_INPUT' });
    await expect(answer('sameEvent', { picks: [{ field: 'name', from: 7 }] })).rejects.toMatchObject({
      detailCode: 'BAD_INPUT',
    });
    stripeCustomer(books, { id: 'cus_Z', name: 'Halvorsen Marine Ltd', told: { address: LEEDS } });
    await expect(answer('sameEvent')).rejects.toMatchObject({ detailCode: 'STALE_VERSION' });
    expect((await detailOf(open()[0]?.cluster_id ?? 0)).can.whyNotDecide).toContain('changed since');
    await books.match();
    await answer('sameEvent');
    put('cus_Third', 'Halvorsen Marine Ltd', { address: LEEDS, phone: '+44 113 496 0055' });
    await books.match();
    const [bigger] = open();
    expect(membersOf(bigger?.cluster_id ?? 0)).toHaveLength(3);
    await expect(answer('sameEvent')).rejects.toMatchObject({
      detailCode: 'MATCH_ALREADY_DECIDED',
      message: 'cus_A is merged with cus_Z already: take that merge back first.',
    });
  });
});

describe('merged Stripe customers', () => {
  it('share a confirmed link: what either pays is matched, and taking the merge back leaves every table as it was', async () => {
    madeTwice();
    books.customer('1001', 'HALVORSEN MARINE LTD', 'cus_A');
    books.item('1001', 'INV-0048112', 10_000);
    books.movement('charge', 'ch_1', 10_000, { customer_id: 'cus_Z', metadata_json: '{"invoice":"INV-0048112"}' });
    await books.match();
    const stateOf = () => books.all('SELECT state, attention, state_reason FROM movement');
    const [first] = open();
    const clusterId = first?.cluster_id ?? 0;
    const before = tablesOf(books);
    const open1 = stateOf();
    await answer('sameEvent', {
      picks: [
        { field: 'name', from: 1 },
        { field: 'email', from: 0 },
      ],
    });
    expect(await rowOf('cus_Z')).toMatchObject({
      state: 'confirmed',
      custId: '1001',
      customerId: 'cus_Z',
      merged: { name: 'HALVORSEN MARINE LIMITED', email: 'ar@halvorsen.test', others: ['cus_A'] },
    });
    expect(await rowOf('cus_A')).toMatchObject({ name: 'Halvorsen Marine Ltd', merged: { others: ['cus_Z'] } });
    const audited = books.all<{ detail_json: string }>(
      "SELECT detail_json FROM audit WHERE action = 'duplicate.sameEvent' AND subject = ?",
      `duplicate/${clusterId}`,
    );
    expect(JSON.parse(audited[0]?.detail_json ?? '{}')).toMatchObject({
      members: ['cus_A', 'cus_Z'],
      picks: { name: 'cus_Z', email: 'cus_A' },
      reason: 'looked at it',
    });
    await undo(clusterId);
    expect(tablesOf(books)).toEqual(before);

    await answer('sameEvent');
    await books.match();
    expect(stateOf()).toMatchObject([{ state: 'proposed' }]);
    expect(books.all('SELECT cust_id FROM allocation JOIN ar_item USING (item_key)')).toEqual([{ cust_id: '1001' }]);
    expect(await books.match()).toMatchObject({ changed: 0, duplicates: 0 });
    const latest = await directLedger(books.db).write(undoByPerson, { ...clerk, movementKey: null });
    expect(latest).toMatchObject({ rulesMayDecide: true });
    await books.match();
    expect(stateOf()).toEqual(open1);
    expect(open()).toMatchObject([{ cluster_id: clusterId }]);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('are refused where two have confirmed links to different customers, and so is a link to another one afterwards', async () => {
    madeTwice();
    books.customer('1001', 'HALVORSEN MARINE');
    books.customer('1002', 'HALVORSEN MARINE LEEDS');
    await books.match();
    await confirm('cus_A', '1001');
    await confirm('cus_Z', '1002');
    const [cluster] = open();
    expect((await detailOf(cluster?.cluster_id ?? 0)).members[0]?.whyNotDrop).toContain('two customers in PeopleSoft');
    await expect(answer('sameEvent')).rejects.toMatchObject({
      message: 'cus_A is linked to 1001 and cus_Z to 1002: these are two customers in PeopleSoft.',
    });
    books.close();
    books = openBooks();
    madeTwice();
    books.customer('1001', 'HALVORSEN MARINE');
    books.customer('1002', 'HALVORSEN MARINE LEEDS');
    await books.match();
    await confirm('cus_A', '1001');
    await answer('sameEvent');
    await expect(confirm('cus_Z', '1002')).rejects.toMatchObject({ code: 'REFUSED' });
    await confirm('cus_Z', '1001', (await rowOf('cus_Z'))?.version);
    expect(await rowOf('cus_Z')).toMatchObject({ state: 'confirmed', custId: '1001' });
  });

  it('are one customer where charges are compared', async () => {
    madeTwice();
    const retried = { metadata_json: '{"invoice":"48112"}', card_fingerprint: 'fp_1', account: 'acct_1' };
    books.movement('charge', 'ch_1', 10_000, { ...retried, customer_id: 'cus_A' });
    books.movement('charge', 'ch_2', 10_000, {
      ...retried,
      customer_id: 'cus_Z',
      occurred_at: '2026-10-15T12:02:00.000Z',
    });
    await books.match();
    const pointsOf = () =>
      books.all<{ points: string }>("SELECT points_json AS points FROM duplicate_cluster WHERE kind = 'retriedCharge'");
    expect(pointsOf()[0]?.points ?? '').not.toContain('Same Stripe customer');
    await answer('sameEvent', { clusterId: clusters().find(({ kind }) => kind === 'doubleCustomer')?.cluster_id ?? 0 });
    await books.match();
    expect(pointsOf()[0]?.points).toContain('Same Stripe customer');
  });

  it('are all found by their ids and names, in every list, whatever was said', async () => {
    madeTwice();
    await books.match();
    const findable = async (facet: 'open' | 'decided' | 'all') => {
      for (const text of ['cus_A', 'cus_Z', 'HALVORSEN MARINE LIMITED'])
        expect(
          await directLedger(books.db).read(duplicateKeys, { list: 'duplicates', unit: 'US', facet, text }),
        ).toHaveLength(1);
    };
    await findable('open');
    await answer('sameEvent');
    await findable('decided');
    await findable('all');
    for (const id of ['cus_A', 'cus_Z']) expect(await rowOf(id)).toMatchObject({ customerId: id });
  });
});

describe('a customer that PeopleSoft has twice', () => {
  it('is a finding: what is to be done there stays on the list until a read shows it', async () => {
    const told = {
      street: '12 Wharf Street',
      postalCode: 'LS2 7EQ',
      email: 'ar@halvorsen.test',
      phone: '0113 4960055',
    };
    for (const [at, name] of NAMES.entries()) books.customer(String(5000 + at), `${name.toUpperCase()} LTD`);
    books.customer('1001', 'HALVORSEN MARINE LTD');
    books.customer('1002', 'Halvorsen Marine Limited');
    for (const custId of ['1001', '1002']) tell(custId, told);
    await books.match();
    const [cluster] = open();
    const clusterId = cluster?.cluster_id ?? 0;
    expect(membersOf(clusterId)).toEqual(['1001', '1002']);
    expect((await detailOf(clusterId)).picks).toEqual([]);
    const said = await answer('sameEvent', { keep: 0 });
    expect(said.text).toContain('1002 is on the list until PeopleSoft shows it inactive');
    expect(books.all('SELECT * FROM customer_merge')).toEqual([]);
    expect((await detailOf(clusterId)).members[1]?.toDo).toBe(
      'Transfer the open items of 1002 to 1001 in PeopleSoft, then set 1002 to inactive.',
    );
    books.run("UPDATE ps_customer SET status = 'inactive' WHERE cust_id = '1002'");
    await books.match();
    expect((await detailOf(clusterId)).row.state).toBe('done');
    expect((await detailOf(clusterId)).members[1]?.toDo).toBeNull();
    await undo(clusterId);
    expect(clusters()).toMatchObject([{ state: 'open' }]);
  });

  it('does not come to stand for the one it goes by, when a third one turns up', async () => {
    const told = { street: '12 Wharf Street', postalCode: 'LS2 7EQ', email: 'ar@halvorsen.test' };
    for (const [at, name] of NAMES.entries()) books.customer(String(5000 + at), `${name.toUpperCase()} LTD`);
    books.customer('1001', 'HALVORSEN MARINE LTD');
    books.customer('1002', 'Halvorsen Marine Limited');
    for (const custId of ['1001', '1002']) tell(custId, told);
    await books.match();
    await answer('sameEvent', { keep: 1 });
    books.customer('1003', 'Halvorsen Marine');
    tell('1003', told);
    await books.match();
    const clusterId = open()[0]?.cluster_id ?? 0;
    expect(membersOf(clusterId)).toEqual(['1001', '1002', '1003']);
    expect((await detailOf(clusterId)).suggestedKeep).toBe(1);
    await expect(answer('sameEvent', { keep: 0 })).rejects.toMatchObject({
      detailCode: 'MATCH_ALREADY_DECIDED',
      message: '1001 goes by 1002 by an earlier answer.',
    });
    await answer('sameEvent', { keep: 2 });
    expect(findViolations(books.db)).toEqual([]);
  });

  it('is not one where each carries the id of another Stripe customer', async () => {
    const told = { street: '12 Wharf Street', postalCode: 'LS2 7EQ', email: 'ar@halvorsen.test' };
    for (const [at, name] of NAMES.entries()) books.customer(String(5000 + at), `${name.toUpperCase()} LTD`);
    books.customer('1001', 'HALVORSEN MARINE LTD', 'cus_1');
    books.customer('1002', 'Halvorsen Marine Limited', 'cus_2');
    for (const custId of ['1001', '1002']) tell(custId, told);
    await books.match();
    expect(open()).toEqual([]);
  });
});

function tell(custId: string, told: { street: string; postalCode: string; email: string }): void {
  const { street, postalCode, email } = told;
  const sql = 'UPDATE ps_customer SET street = ?, postal_code = ?, email = ? WHERE cust_id = ?';
  books.run(sql, street, postalCode, email, custId);
}
