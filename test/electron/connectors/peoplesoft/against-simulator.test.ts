import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../electron/connectors/http/clock.ts';
import {
  createPeopleSoftConnector,
  type PeopleSoftConnector,
} from '../../../../electron/connectors/peoplesoft/peoplesoft-connector.ts';
import { fitMapping } from '../../../../electron/connectors/peoplesoft/discovery/fit-mapping.ts';
import { proposedNames, proposeMapping } from '../../../../electron/connectors/peoplesoft/discovery/propose-mapping.ts';
import type { DepositDocument } from '../../../../electron/connectors/peoplesoft/types.ts';
import { readPeopleSoftBooks } from '../../../../electron/sample/peoplesoft/books-view.ts';
import { createPeopleSoftBooks } from '../../../../electron/sample/peoplesoft/books.ts';
import {
  BOOKS_FILE,
  startPeopleSoftSimulator,
  type PeopleSoftSimulator,
  type SimulatorOptions,
} from '../../../../electron/sample/peoplesoft/simulator.ts';
import { SITE_DEPOSIT, SITE_QUERIES } from '../../../../electron/sample/peoplesoft/site.ts';
import { SAMPLE_START } from '../../../../electron/sample/company/company.ts';
import { peopleSoftProfileSchema } from '../../../../shared/contract/profile.ts';
import type { PlainDate } from '../../../../shared/domain/ids.ts';
import { money } from '../../../../shared/domain/money.ts';

let folder: string;
let simulator: PeopleSoftSimulator | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-ps-'));
});
afterEach(async () => {
  await simulator?.close();
  simulator = null;
  rmSync(folder, { recursive: true, force: true });
});

/** Names that this site's service does not have. */
const mistaken = { ...SITE_DEPOSIT.properties, bankCode: 'BANK_CODE' };
const day = (text: string) => text as PlainDate;
const ITEMS = 40;
const start = async (
  options: Partial<SimulatorOptions> = {},
  change: Record<string, unknown> = {},
): Promise<PeopleSoftConnector> => {
  const books = createPeopleSoftBooks(join(folder, BOOKS_FILE));
  for (let index = 0; index < 25; index += 1)
    books.add({
      kind: 'customer',
      customer: {
        setId: 'SHARE',
        custId: String(1_000 + index),
        name: `Müller & Söhne ${index}`,
        active: index !== 3,
        externalId: index % 2 === 0 ? `cus_${index}` : null,
      },
    });
  for (let index = 0; index < ITEMS; index += 1)
    books.add({
      kind: 'item',
      item: {
        businessUnit: 'US001',
        custId: '1000',
        item: `INV-${1_000 + index}`,
        itemLine: 1,
        amount: '12.50',
        currency: 'USD',
        itemDate: day('2026-10-01'),
        dueDate: day('2026-10-31'),
        poReference: null,
        entryType: 'IN',
      },
    });
  books.add({
    kind: 'receipt',
    receipt: {
      depositBu: 'US001',
      paymentId: 'CHEQUE-1',
      custId: '1000',
      amount: '12.50',
      currency: 'USD',
      accountingDate: day('2026-10-02'),
      bankCode: 'STRPE',
      bankAccountKey: 'US01',
      enteredBy: 'ANNA',
      comment: 'ch_by_hand',
      items: [{ businessUnit: 'US001', custId: '1000', item: 'INV-1000', itemLine: 1, amount: '12.50' }],
    },
  });
  books.close();
  simulator = await startPeopleSoftSimulator({
    folder,
    port: 0,
    now: () => Date.parse(SAMPLE_START),
    batchSeconds: 0,
    ...options,
  });
  return connect(simulator, change);
};
const connect = (to: PeopleSoftSimulator, change: Record<string, unknown> = {}): PeopleSoftConnector =>
  createPeopleSoftConnector({
    profile: peopleSoftProfileSchema.parse({
      soapAddress: to.url,
      node: to.node,
      setId: 'SHARE',
      user: { env: 'U' },
      password: { env: 'P' },
      deposit: SITE_DEPOSIT,
      queries: { ...SITE_QUERIES, maxRows: 10 },
      quietWindow: null,
      rate: { requestsPerSecond: 100, concurrency: 4 },
      readTimeoutSeconds: 5,
      writeTimeoutSeconds: 5,
      ...change,
    }),
    exponentOf: () => 2,
    secrets: async (credential) => ('env' in credential && credential.env === 'U' ? to.user : to.password),
    fetch,
    clock: { ...systemClock, sleep: async () => undefined },
    probe: { businessUnits: ['US001'], depositBus: ['US001'] },
  });
const deposit = (paymentId: string, item: string, change: Partial<DepositDocument> = {}): DepositDocument => ({
  depositBu: 'US001',
  depositId: 'NEXT',
  bankCode: 'STRPE',
  bankAccountKey: 'US01',
  currency: 'USD',
  accountingDate: day('2026-10-15'),
  control: money(1_250, 2, 'USD'),
  controlCount: 1,
  payments: [
    {
      paymentSeq: 1,
      paymentId,
      amount: money(1_250, 2, 'USD'),
      accountingDate: day('2026-10-15'),
      paymentMethod: 'EFT',
      custId: '1000',
      externalId: 'ch_3Ünï',
      approvedBy: 'anna',
      items: [{ businessUnit: 'US001', custId: '1000', item, itemLine: 1, amount: money(1_250, 2, 'USD') }],
    },
  ],
  ...change,
});
const inBooks = (paymentId: string): number => {
  const view = readPeopleSoftBooks(join(folder, BOOKS_FILE));
  try {
    return [...view.payments()].filter((payment) => payment.paymentId === paymentId).length;
  } finally {
    view.close();
  }
};

describe('against the sample company’s PeopleSoft', () => {
  it('identifies it with nothing missing', async () => {
    const connector = await start();
    const identity = await connector.identify();
    expect(identity).toMatchObject({ toolsVersion: '8.61.07', node: 'PSFT_EP', missing: [] });
  });

  it.each([
    ['as it is', {}],
    [
      'with blanks around values and an odd name key',
      { blanksAroundValues: true, oddQueryNameKey: true, decimals: 'trimmed' as const },
    ],
    ['with a silent row cap below what we ask for', { queryRowCap: 4 }],
  ])('reads lists whole, %s', async (_how, behaviour) => {
    const connector = await start({ behaviour });
    const custIds: string[] = [];
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const page: Awaited<ReturnType<PeopleSoftConnector['customers']>> = await connector.customers(after);
      custIds.push(...page.rows.map((row) => row.custId));
      after = page.next;
    }
    expect(custIds).toEqual(Array.from({ length: 25 }, (_, index) => String(1_000 + index)));
    const items: string[] = [];
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const page: Awaited<ReturnType<PeopleSoftConnector['openItems']>> = await connector.openItems('US001', after);
      items.push(...page.rows.map((row) => row.item));
      after = page.next;
    }
    expect(items).toHaveLength(ITEMS - 1);
    const payments = await connector.payments('US001', day('2026-10-01'), null);
    expect(payments.rows).toMatchObject([
      {
        paymentId: 'CHEQUE-1',
        status: 'posted',
        comment: 'ch_by_hand',
        application: [{ item: 'INV-1000', amount: { minor: 1_250 } }],
      },
    ]);
  });

  it('posts a deposit, finds it by reference with the canary, and sees it posted after the batch', async () => {
    const connector = await start();
    expect(
      await connector.itemsByKey([{ businessUnit: 'US001', custId: '1000', item: 'INV-1001', itemLine: 1 }]),
    ).toMatchObject([{ balance: { minor: 1_250 }, status: 'open' }]);
    expect(await connector.customersById(['1000', '1003', 'NOBODY'])).toMatchObject([
      { custId: '1000', status: 'active' },
      { status: 'inactive' },
    ]);
    expect(await connector.cashAccounts('STRPE', 'US01', 'USD')).toEqual(['101100']);
    expect(await connector.openPeriod('US001', day('2026-10-15'))).toBe('open');
    const outcome = await connector.createDeposit(deposit('T00000000000001', 'INV-1001'));
    expect(outcome).toMatchObject({ outcome: 'saved', depositId: expect.stringMatching(/^[^N]/) as string });
    const found = await connector.findPayments('US001', ['T00000000000001', 'T00000000000002'], 'CHEQUE-1');
    expect(found).toMatchObject({
      canarySeen: true,
      staged: [],
      errors: [],
      payments: [
        { paymentId: 'T00000000000001', status: 'unapplied', comment: 'ch_3Ünï', application: [{ item: 'INV-1001' }] },
      ],
    });
    await simulator?.runBatch();
    const after = await connector.findPayments('US001', ['T00000000000001'], 'CHEQUE-1');
    expect(after.payments).toMatchObject([
      {
        status: 'posted',
        accountingDate: '2026-10-15',
        bankCode: 'STRPE',
        bankAccountKey: 'US01',
        application: [{ item: 'INV-1001', amount: { minor: 1_250 } }],
      },
    ]);
    expect((await connector.batchStatus()).groupsInError).toBe(0);
  });

  it.each([
    {},
    { faultStatus: 200 as const },
    { editErrors: 'notification' as const },
    { responsePrefix: 'prefixed' as const },
  ])('meets “row already exists” for a deposit id it gave before (%o)', async (behaviour) => {
    const connector = await start({ behaviour });
    const given = { depositId: 'D0123456789ABCD' };
    expect(await connector.createDeposit(deposit('T1', 'INV-1001', given))).toMatchObject({
      outcome: 'saved',
      depositId: 'D0123456789ABCD',
    });
    expect(await connector.createDeposit(deposit('T1', 'INV-1001', given))).toMatchObject({
      outcome: 'refused',
      duplicateKey: true,
    });
    expect(inBooks('T1')).toBe(1);
  });

  it('is refused in PeopleSoft’s words, with the payment the fault names', async () => {
    const connector = await start();
    const bad = deposit('T1', 'INV-1001', { bankAccountKey: 'ZZ99' });
    expect(await connector.createDeposit(bad)).toMatchObject({
      outcome: 'refused',
      duplicateKey: false,
      credentialsFailed: false,
    });
    const [payment] = bad.payments;
    if (payment === undefined) throw new Error('no payment');
    const outcome = await connector.createDeposit(
      deposit('T1', 'INV-1001', {
        payments: [{ ...payment, custId: 'NOBODY', items: payment.items.map((one) => ({ ...one, custId: 'NOBODY' })) }],
      }),
    );
    expect(outcome).toMatchObject({ outcome: 'refused', paymentSeq: 1 });
    expect(inBooks('T1')).toBe(0);
  });

  const forms = [
    'fault',
    'handlerFault',
    'bareIbResponse',
    'empty200',
    'htmlSignIn',
    'http503',
    'dropConnection',
    'wrongContentLength',
    'stall',
  ] as const;
  it.each(forms.flatMap((form) => (['never', 'first', 'last'] as const).map((commit) => [form, commit] as const)))(
    'never calls a saved deposit refused: %s, work committed %s',
    async (form, commit) => {
      const connector = await start({}, { writeTimeoutSeconds: 0.2 });
      simulator?.arm({ form, commit, on: 'Create', seconds: 0.4 });
      const outcome = await connector.createDeposit(deposit('T1', 'INV-1001'));
      expect(outcome.outcome).toBe('unknown');
      expect(inBooks('T1')).toBeGreaterThanOrEqual(commit === 'first' ? 1 : 0);
    },
  );

  it.each(['notificationZero', 'lockConflict', 'passwordExpired', 'unauthorised'] as const)(
    'knows for certain that %s saved nothing',
    async (form) => {
      const connector = await start();
      simulator?.arm({ form, on: 'Create' });
      const outcome = await connector.createDeposit(deposit('T1', 'INV-1001'));
      expect(outcome).toMatchObject({
        outcome: 'refused',
        retryable: form === 'lockConflict',
        credentialsFailed: form === 'passwordExpired',
      });
      expect(inBooks('T1')).toBe(0);
    },
  );

  it('reads through busy answers of a query, and never tries a wrong password twice', async () => {
    const connector = await start();
    simulator?.arm({ form: 'http503', on: 'query', for: 2 });
    expect((await connector.customers(null)).rows).toHaveLength(10);
    if (simulator === null) throw new Error('no simulator');
    const wrong = connect({ ...simulator, password: 'wrong' });
    await expect(wrong.customers(null)).rejects.toMatchObject({ kind: 'credentials' });
    await expect(wrong.createDeposit(deposit('T1', 'INV-1001'))).rejects.toMatchObject({ kind: 'credentials' });
  });

  it('does not see the canary where row security hides it, so absence proves nothing', async () => {
    const connector = await start();
    simulator?.arm({ form: 'hideRows', on: 'query', query: SITE_QUERIES.paymentsById });
    expect(await connector.findPayments('US001', ['T1'], 'CHEQUE-1')).toMatchObject({
      payments: [],
      canarySeen: false,
    });
    expect((await connector.findPayments('US001', ['T1'], 'CHEQUE-1')).canarySeen).toBe(true);
  });

  it('discovers the deposit service from its WSDL, proposes what its administrator mapped by hand, and sends under that', async () => {
    const connector = await start({}, { deposit: { ...SITE_DEPOSIT, properties: mistaken } });
    const found = await connector.discover({ service: SITE_DEPOSIT.service, version: '1' }, { kept: false });
    expect(found.operations.map(({ action }) => action)).toEqual(['Create', 'Find', 'Get', 'Update', 'Updatedata']);
    const names = proposedNames(proposeMapping(found.request));
    expect(names).toEqual(SITE_DEPOSIT.properties);
    expect(fitMapping({ service: found.service, depositIds: 'next' }, names, found.request)).toEqual([]);
    const mapping = { deposit: SITE_DEPOSIT, version: 3 };
    expect((await connector.dryRunDeposit(deposit('T1', 'INV-1001'))).findings).not.toEqual([]);
    expect((await connector.dryRunDeposit(deposit('T1', 'INV-1001'), mapping)).findings).toEqual([]);
    expect(await connector.createDeposit(deposit('T1', 'INV-1001'), undefined, mapping)).toMatchObject({
      outcome: 'saved',
    });
    const broken = connector.createDeposit(deposit('T2', 'INV-1002'), undefined, {
      ...mapping,
      deposit: { ...SITE_DEPOSIT, properties: mistaken },
    });
    await expect(broken).rejects.toThrow(/schema under mapping version 3 in/);
    await expect(connector.discover({ service: 'CI_NOT_THERE', version: '1' }, { kept: true })).rejects.toMatchObject({
      kind: 'notFound',
    });
  });
});
