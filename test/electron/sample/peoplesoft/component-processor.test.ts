import { describe, expect, it } from 'vitest';
import { createDeposit, discover, post, textsOf, type Access } from './soap-client.ts';
import { inBooks, startSite } from './sample-site.ts';

const PAYMENT = { id: 'T1', amount: '100.00', item: 'INV-1' };
const CUSTOMER = 'CI_X_CUSTOMER_CI';

async function call(site: Access, suffix: string, root: string, inner: string, service?: string): Promise<string> {
  const { action, namespace } = await discover(site, suffix, service);
  const answer = await post(
    site,
    action,
    `<m:${root} xmlns:m="${namespace}">${inner.replace(/<(\/?)/g, '<$1m:')}</m:${root}>`,
  );
  return answer.text();
}

const deposit = (action: string) => `${action}__CompIntfc__X_AR_DEPOSIT_CI`;
const customer = (action: string) => `${action}__CompIntfc__X_CUSTOMER_CI`;
const KEYS = '<KEYPROP_DEPOSIT_BU>US001</KEYPROP_DEPOSIT_BU><KEYPROP_DEPOSIT_ID>D1</KEYPROP_DEPOSIT_ID>';

describe('Get', () => {
  it('gives the buffer without notification, the top key spelled PROP_', async () => {
    const site = await startSite();
    await createDeposit(site, [PAYMENT], { depositId: 'D1' });
    const body = await call(site, 'G', deposit('Get'), KEYS);
    expect(textsOf(body, 'notification')).toEqual([]);
    expect(textsOf(body, 'PROP_DEPOSIT_ID')).toEqual(['D1']);
    expect(textsOf(body, 'KEYPROP_PAYMENT_SEQ_NUM')).toEqual(['1']);
    expect(textsOf(body, 'ITEM')).toEqual(['INV-1']);
  });

  it('answers a key that does not exist with a fault of the component, (91,50)', async () => {
    const site = await startSite();
    const body = await call(site, 'G', deposit('Get'), KEYS);
    expect(textsOf(body, 'MessageID')).toEqual(['50']);
  });
});

describe('Find', () => {
  it('finds by the beginning of keys, and answers an empty root for nothing', async () => {
    const site = await startSite();
    await createDeposit(site, [PAYMENT], { depositId: 'D1' });
    await createDeposit(site, [PAYMENT], { depositId: 'D2' });
    const found = await call(site, 'F', deposit('Find'), '<KEYPROP_DEPOSIT_ID>D</KEYPROP_DEPOSIT_ID>');
    expect(textsOf(found, 'KEYPROP_DEPOSIT_ID')).toEqual(['D1', 'D2']);
    const none = await call(site, 'F', deposit('Find'), '<KEYPROP_DEPOSIT_ID>X</KEYPROP_DEPOSIT_ID>');
    expect(none).toMatch(/<Find__CompIntfc__X_AR_DEPOSIT_CIResponse [^>]+><\/Find/);
  });

  it('stops at the row cap', async () => {
    const site = await startSite(undefined, { settings: { findRowCap: 1 } });
    await createDeposit(site, [PAYMENT]);
    await createDeposit(site, [PAYMENT]);
    expect(textsOf(await call(site, 'F', deposit('Find'), ''), 'KEYPROP_DEPOSIT_ID')).toHaveLength(1);
  });
});

describe('Update and Updatedata', () => {
  const address = (sequence: number, street: string) =>
    `<COLL_CUST_ADDRESS><KEYPROP_ADDRESS_SEQ_NUM>${sequence}</KEYPROP_ADDRESS_SEQ_NUM><ADDRESS1>${street}</ADDRESS1></COLL_CUST_ADDRESS>`;
  const keys = '<KEYPROP_SETID>SHARE</KEYPROP_SETID><KEYPROP_CUST_ID>C100</KEYPROP_CUST_ID>';
  const read = async (site: Access) => {
    const body = await call(site, 'G', customer('Get'), keys, CUSTOMER);
    return { name: textsOf(body, 'NAME1')[0], streets: textsOf(body, 'ADDRESS1') };
  };

  it('Update adds rows, and reports success although existing data stays as it is', async () => {
    const site = await startSite();
    const request = `${keys}<NAME1>Other name</NAME1>${address(1, 'First Street')}`;
    expect(textsOf(await call(site, 'UP', customer('Update'), request, CUSTOMER), 'notification')).toEqual(['1']);
    await call(
      site,
      'UP',
      customer('Update'),
      `${keys}<NAME1>x</NAME1>${address(1, 'Changed')}${address(2, 'Second')}`,
      CUSTOMER,
    );
    expect(await read(site)).toEqual({ name: 'Customer C100 & Co', streets: ['First Street', 'Second'] });
  });

  it('Updatedata changes rows that exist, keeps what is omitted, and refuses a row that is not there', async () => {
    const site = await startSite();
    await call(site, 'UP', customer('Update'), `${keys}<NAME1>x</NAME1>${address(1, 'First Street')}`, CUSTOMER);
    const change = `${keys}<X_STRIPE_ID>cus_9</X_STRIPE_ID>${address(1, 'New Street')}`;
    expect(textsOf(await call(site, 'UD', customer('Updatedata'), change, CUSTOMER), 'notification')).toEqual(['1']);
    expect(await read(site)).toEqual({ name: 'Customer C100 & Co', streets: ['New Street'] });
    const missing = await call(site, 'UD', customer('Updatedata'), `${keys}${address(7, 'Nowhere')}`, CUSTOMER);
    expect(textsOf(missing, 'MessageSetID')).toEqual(['91']);
  });

  it('lets no deposit change once a payment of it is applied', async () => {
    const site = await startSite();
    await createDeposit(site, [PAYMENT], { depositId: 'D1' });
    const change = `${KEYS}<CONTROL_CNT>2</CONTROL_CNT>`;
    const before = await call(site, 'UD', deposit('Updatedata'), change);
    expect(textsOf(before, 'messagetext')[0]).toContain('out of balance');
    await call(site, 'UD', deposit('Updatedata'), `${KEYS}<CONTROL_CNT>1</CONTROL_CNT>`);
    await site.runBatch('apply');
    expect(textsOf(await call(site, 'UD', deposit('Updatedata'), change), 'DefaultMessage')[0]).toContain(
      'has been applied',
    );
  });

  it('leaves payments of a deposit out of balance alone', async () => {
    const site = await startSite();
    await createDeposit(site, [PAYMENT], { depositId: 'D1' });
    await call(site, 'UD', deposit('Updatedata'), `${KEYS}<CONTROL_CNT>2</CONTROL_CNT>`);
    await site.runBatch();
    expect(inBooks(site.file, (books) => [...books.payments()].map(({ status }) => status))).toEqual(['unapplied']);
  });
});

describe('the customer component', () => {
  it('numbers a new customer and refuses two addresses with one key', async () => {
    const site = await startSite();
    const head =
      '<KEYPROP_SETID>SHARE</KEYPROP_SETID><KEYPROP_CUST_ID>NEXT</KEYPROP_CUST_ID><NAME1>New Customer</NAME1>';
    const made = await call(site, 'C', customer('Create'), head, CUSTOMER);
    expect(textsOf(made, 'KEYPROP_CUST_ID')).toEqual(['N000000001']);
    const row =
      '<COLL_CUST_ADDRESS><KEYPROP_ADDRESS_SEQ_NUM>1</KEYPROP_ADDRESS_SEQ_NUM><ADDRESS1>A</ADDRESS1></COLL_CUST_ADDRESS>';
    const twice = await call(site, 'C', customer('Create'), head + row + row, CUSTOMER);
    expect([textsOf(twice, 'MessageSetID'), textsOf(twice, 'MessageID')]).toEqual([['18'], ['2']]);
  });

  it('wants required fields', async () => {
    const site = await startSite();
    const body = await call(site, 'C', customer('Create'), '<KEYPROP_SETID>SHARE</KEYPROP_SETID>', CUSTOMER);
    expect(textsOf(body, 'DefaultMessage')[0]).toContain('{NAME1} (15,30)');
  });
});
