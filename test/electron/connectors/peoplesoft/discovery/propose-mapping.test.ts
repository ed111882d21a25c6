import { describe, expect, it } from 'vitest';
import { fitMapping } from '../../../../../electron/connectors/peoplesoft/discovery/fit-mapping.ts';
import { listProperties } from '../../../../../electron/connectors/peoplesoft/discovery/property-words.ts';
import {
  proposedNames,
  proposeMapping,
} from '../../../../../electron/connectors/peoplesoft/discovery/propose-mapping.ts';
import type { PropertyNames } from '../../../../../electron/connectors/peoplesoft/discovery/mapping-fields.ts';
import type {
  GroupShape,
  LeafType,
  PropertyShape,
} from '../../../../../electron/connectors/peoplesoft/soap/schema-model.ts';
import { SITE_DEPOSIT } from '../../../../../electron/sample/peoplesoft/site.ts';

const text = (maxLength: number | null, values: readonly string[] | null = null): LeafType => ({
  kind: 'string',
  maxLength,
  values,
});
const NUMBER: LeafType = { kind: 'int', totalDigits: 6 };
const AMOUNT: LeafType = { kind: 'decimal', totalDigits: 26, fractionDigits: 3 };
const DATE: LeafType = { kind: 'date' };
const leaf = (name: string, type: LeafType, isRequired = false): PropertyShape => ({
  kind: 'leaf',
  name,
  namespace: 'urn:x',
  minOccurs: isRequired ? 1 : 0,
  maxOccurs: 1,
  type,
});
const group = (name: string, properties: readonly PropertyShape[], isRequired = false): GroupShape => ({
  kind: 'group',
  name,
  namespace: 'urn:x',
  minOccurs: isRequired ? 1 : 0,
  maxOccurs: 'unbounded',
  properties,
});

/** A deposit service, each name put through `naming`; `change` replaces the payment's and the deposit's properties. */
function service(
  naming: (name: string, isCollection: boolean) => string = (name) => name,
  change: {
    readonly payment?: (properties: readonly PropertyShape[]) => readonly PropertyShape[];
    readonly deposit?: (properties: readonly PropertyShape[]) => readonly PropertyShape[];
  } = {},
): GroupShape {
  const single = (name: string, type: LeafType) => leaf(naming(name, false), type);
  const rows = (name: string, properties: readonly PropertyShape[]) => group(naming(name, true), properties);
  const same = (properties: readonly PropertyShape[]) => properties;
  const payment = [
    single('PAYMENT_SEQ_NUM', NUMBER),
    single('PAYMENT_ID', text(15)),
    single('PAYMENT_AMT', AMOUNT),
    single('PAYMENT_CURRENCY', text(3)),
    single('PAYMENT_METHOD', text(3, ['CHK', 'EFT'])),
    single('ACCOUNTING_DT', DATE),
    single('REF_VALUE', text(30)),
    rows('PAYMENT_CUST', [single('CUST_ID', text(15))]),
    rows('PAYMENT_ITEM', [
      single('BUSINESS_UNIT', text(5)),
      single('CUST_ID', text(15)),
      single('ITEM', text(30)),
      single('ITEM_LINE', NUMBER),
      single('PAY_AMT', AMOUNT),
    ]),
  ];
  const deposit = [
    single('DEPOSIT_BU', text(5)),
    single('DEPOSIT_ID', text(15)),
    single('BANK_CD', text(5)),
    single('BANK_ACCT_KEY', text(4)),
    single('CURRENCY_CD', text(3)),
    single('ACCOUNTING_DT', DATE),
    single('CONTROL_AMT', AMOUNT),
    single('CONTROL_CNT', NUMBER),
    rows('PAYMENT', (change.payment ?? same)(payment)),
  ];
  return group('Create__CompIntfc__X', (change.deposit ?? same)(deposit));
}
const namesOf = (shape: GroupShape): PropertyNames => proposedNames(proposeMapping(shape));
const findings = (shape: GroupShape, names: PropertyNames = namesOf(shape), depositIds: 'given' | 'next' = 'given') =>
  fitMapping({ service: 'CI_X', depositIds }, names, shape);
const textsOf = (...args: Parameters<typeof findings>) => findings(...args).map((finding) => finding.text);
const reasonFor = (shape: GroupShape, key: string) =>
  proposeMapping(shape).find((proposed) => proposed.key === key)?.reason;

describe('a proposal', () => {
  it.each([
    ['plain names', (name: string) => name],
    ['PROP_ and COLL_', (name: string, isCollection: boolean) => `${isCollection ? 'COLL_' : 'PROP_'}${name}`],
    ['KEYPROP_', (name: string, isCollection: boolean) => (isCollection ? `COLL_${name}` : `KEYPROP_${name}`)],
    ['a site’s own prefix', (name: string) => `X_${name}`],
    ['small letters', (name: string) => name.toLowerCase()],
    ['the number of a repeated name', (name: string, isCollection: boolean) => (isCollection ? name : `${name}_0`)],
  ])('fills everything that is required from %s', (_what, naming) => {
    const shape = service(naming);
    const names = namesOf(shape);
    expect(names).toMatchObject({
      depositBu: naming('DEPOSIT_BU', false),
      payments: naming('PAYMENT', true),
      paymentId: naming('PAYMENT_ID', false),
      paymentAmount: naming('PAYMENT_AMT', false),
      paymentAccountingDate: naming('ACCOUNTING_DT', false),
      externalId: naming('REF_VALUE', false),
      customers: naming('PAYMENT_CUST', true),
      items: naming('PAYMENT_ITEM', true),
      itemCustId: naming('CUST_ID', false),
      itemAmount: naming('PAY_AMT', false),
    });
    expect(findings(shape).filter(({ blocks }) => blocks)).toEqual([]);
  });

  it('is the same whatever the order of the properties', () => {
    const turned = (shape: GroupShape): GroupShape => ({
      ...shape,
      properties: shape.properties.map((each) => (each.kind === 'group' ? turned(each) : each)).toReversed(),
    });
    expect(proposeMapping(turned(service()))).toEqual(proposeMapping(service()));
  });

  it('knows collections by what they hold, not by what they are called', () => {
    const names: Readonly<Record<string, string>> = { PAYMENT: 'ZEILEN', PAYMENT_CUST: 'ITEM', PAYMENT_ITEM: 'CUST' };
    const shape = service((name, isCollection) => (isCollection ? (names[name] ?? name) : name));
    expect(namesOf(shape)).toMatchObject({ payments: 'ZEILEN', customers: 'ITEM', items: 'CUST' });
    expect(reasonFor(shape, 'payments')).toBe('It holds PAYMENT_AMT, PAYMENT_ID, PAYMENT_METHOD, PAYMENT_SEQ_NUM.');
  });

  it('takes the customer from the payment where there is no collection of customers', () => {
    const shape = service(undefined, {
      payment: (all) => [...all.filter(({ name }) => name !== 'PAYMENT_CUST'), leaf('CUST_ID', text(15), true)],
    });
    const names = namesOf(shape);
    expect([names.customers, names.custId]).toEqual([undefined, 'CUST_ID']);
    expect(reasonFor(shape, 'customers')).toBe('The payment itself names its customer.');
    expect(textsOf(shape).filter((each) => each.includes('CUST_ID'))).toEqual([]);
  });

  it('says why it proposes, which part of a name speaks for it, and what is as likely', () => {
    const shape = service((name) => (name === 'PAYMENT_ID' ? 'BANK_PAYMENT_ID_TXT' : name), {
      payment: (all) => [...all, leaf('CARD_PAYMENT_ID_TXT', text(15))],
    });
    expect(namesOf(shape).paymentId).toBe('BANK_PAYMENT_ID_TXT');
    expect(reasonFor(shape, 'paymentId')).toBe('Its name holds PAYMENT_ID. CARD_PAYMENT_ID_TXT is as likely.');
    expect(
      reasonFor(
        service((name) => `KEYPROP_${name}`),
        'depositBu',
      ),
    ).toBe('It is DEPOSIT_BU with the prefix KEYPROP_.');
  });

  it('prefers of two likely names the one whose type can hold the value', () => {
    const shape = service(undefined, {
      payment: (all) => [
        ...all.filter(({ name }) => name !== 'PAYMENT_AMT'),
        leaf('PAYMENT_AMOUNT', text(4)),
        leaf('ENTRY_AMT', AMOUNT),
      ],
    });
    expect(namesOf(shape).paymentAmount).toBe('ENTRY_AMT');
  });

  it('leaves open what has no likely property, and everything below a collection that is not there', () => {
    const flat = group(
      'Create',
      service().properties.filter(({ kind }) => kind === 'leaf'),
    );
    expect(namesOf(flat)).not.toHaveProperty('paymentId');
    expect(reasonFor(flat, 'payments')).toMatch(/^No collection there holds any of PAYMENT_ID/);
    expect(textsOf(flat)).toContain('No property of CI_X is chosen for Payments (collection).');
    expect(namesOf(group('Create', []))).toEqual({});
    const deep = group('Create', [group('LEVEL1', service().properties)]);
    expect(reasonFor(deep, 'payments')).toMatch(/LEVEL1\.PAYMENT looks like it, which lies too deep/);
  });

  it('gives the mapping that the site’s administrator made by hand, where the names are the sample site’s', () => {
    const { properties } = SITE_DEPOSIT;
    const at = (name: string | undefined, type: LeafType) => (name === undefined ? [] : [leaf(name, type)]);
    const shape = group('Create', [
      ...['depositBu', 'bankCode', 'bankAccountKey', 'currency', 'depositId'].flatMap((key) =>
        at(properties[key as keyof typeof properties], text(15)),
      ),
      ...at(properties.accountingDate, DATE),
      ...at(properties.receivedDate, DATE),
      ...at(properties.controlAmount, AMOUNT),
      ...at(properties.controlCount, NUMBER),
      group(properties.payments, [
        ...[
          'paymentId',
          'paymentCurrency',
          'paymentMethod',
          'externalId',
          'approvedBy',
          'directJournal',
          'accountingTemplate',
        ].flatMap((key) => at(properties[key as keyof typeof properties], text(64))),
        ...at(properties.paymentSeq, NUMBER),
        ...at(properties.paymentAmount, AMOUNT),
        ...at(properties.paymentAccountingDate, DATE),
        group(properties.customers ?? '', at(properties.custId, text(15))),
        group(properties.items, [
          ...at(properties.itemBusinessUnit, text(5)),
          ...at(properties.itemCustId, text(15)),
          ...at(properties.item, text(30)),
          ...at(properties.itemLine, NUMBER),
          ...at(properties.itemAmount, AMOUNT),
          ...at(properties.itemEntryType, text(5)),
        ]),
      ]),
    ]);
    expect(namesOf(shape)).toEqual(properties);
    expect(findings(shape)).toEqual([]);
  });
});

describe('what does not fit', () => {
  const withPayment = (...changed: readonly PropertyShape[]) =>
    service(undefined, {
      payment: (all) => [...all.filter(({ name }) => !changed.some((each) => each.name === name)), ...changed],
    });
  const withDeposit = (...changed: readonly PropertyShape[]) =>
    service(undefined, {
      deposit: (all) => [...all.filter(({ name }) => !changed.some((each) => each.name === name)), ...changed],
    });

  it.each([
    [
      withPayment(leaf('PAYMENT_ID', text(10))),
      'PAYMENT_ID (text, 10 characters) is too short for the 15 characters of Payment id.',
    ],
    [
      withDeposit(leaf('BANK_ACCT_KEY', text(3))),
      'BANK_ACCT_KEY (text, 3 characters) is too short for the 4 characters of Bank account key.',
    ],
    [
      withDeposit(leaf('BANK_ACCT_KEY', NUMBER)),
      'BANK_ACCT_KEY (whole number, 6 digits) is the wrong type for Bank account key.',
    ],
    [
      withPayment(leaf('PAYMENT_AMT', NUMBER)),
      'PAYMENT_AMT (whole number, 6 digits) is the wrong type for Payment amount.',
    ],
    [
      withPayment(leaf('ACCOUNTING_DT', { kind: 'dateTime' })),
      'ACCOUNTING_DT (date and time) is the wrong type for Payment accounting date.',
    ],
    [
      withPayment(leaf('REF_VALUE', text(30, ['A', 'B']))),
      'REF_VALUE (one of A, B) takes only listed values, which cannot be Stripe id.',
    ],
    [
      withPayment(leaf('DST_CNTRL_ID', text(10), true)),
      'DST_CNTRL_ID (text, 10 characters) in PAYMENT is required, and nothing fills it.',
    ],
    [
      withPayment(group('PAYMENT_DST', [], true)),
      'PAYMENT_DST (collection) in PAYMENT is required, and nothing fills it.',
    ],
  ])('is told in words and blocks: %#', (shape, words) => {
    expect(findings(shape)).toContainEqual(expect.objectContaining({ text: words, blocks: true }));
  });

  it('does not block where only long values are too long', () => {
    const [finding, ...more] = findings(withPayment(leaf('REF_VALUE', text(20))));
    expect([finding?.blocks, finding?.key, more]).toEqual([false, 'externalId', []]);
  });

  it('needs no room for our deposit id where the site numbers deposits itself', () => {
    const shape = withDeposit(leaf('DEPOSIT_ID', text(4)));
    expect(findings(shape, undefined, 'given')).toHaveLength(1);
    expect(findings(shape, undefined, 'next')).toEqual([]);
  });

  it('takes dates and amounts as text that is long enough', () => {
    expect(findings(withPayment(leaf('ACCOUNTING_DT', text(10)), leaf('PAYMENT_AMT', text(28))))).toEqual([]);
  });

  it('does not ask for a required key that is filled from the rows above under the same name', () => {
    const shape = withPayment(leaf('DEPOSIT_BU', text(5), true));
    expect(findings(shape)).toEqual([]);
  });

  it('names a correction that is not there, is not a collection, or takes a property twice', () => {
    const shape = service();
    const names = namesOf(shape);
    expect(textsOf(shape, { ...names, paymentId: 'PAY_ID' })).toEqual(['CI_X has no PAY_ID in PAYMENT.']);
    expect(textsOf(shape, { ...names, items: 'PAYMENT_ID' })[0]).toBe('PAYMENT_ID in PAYMENT is not a collection.');
    expect(textsOf(shape, { ...names, depositId: 'BANK_CD', bankCode: 'BANK_CD' })).toContain(
      'BANK_CD in the deposit cannot take both Deposit id and Bank code.',
    );
  });
});

describe('the list of properties', () => {
  it('goes through collections and says type, length and whether a value is required', () => {
    const rows = listProperties(service(undefined, { deposit: (all) => [leaf('A', text(4), true), ...all.slice(-1)] }));
    expect(rows[0]).toEqual({
      path: 'A',
      name: 'A',
      kind: 'leaf',
      type: 'text, 4 characters',
      length: 4,
      isRequired: true,
    });
    expect(rows.map(({ path }) => path)).toContain('PAYMENT.PAYMENT_ITEM.PAY_AMT');
    expect(rows.find(({ path }) => path === 'PAYMENT.PAYMENT_AMT')?.type).toBe('decimal number, 26 digits, 3 decimals');
    expect(rows.find(({ path }) => path === 'PAYMENT')).toMatchObject({
      kind: 'group',
      type: 'collection',
      length: null,
    });
  });
});
