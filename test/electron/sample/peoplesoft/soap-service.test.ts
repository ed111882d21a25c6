import { describe, expect, it } from 'vitest';
import { createDeposit, depositXml, DEPOSIT, discover, post, textsOf } from './soap-client.ts';
import { inBooks, startSite } from './sample-site.ts';

const PAYMENT = { id: 'T00000000000001', amount: '100.00', item: 'INV-1' };

describe('creating a deposit', () => {
  it('numbers a deposit sent as NEXT and answers its keys', async () => {
    const site = await startSite();
    const { status, body } = await createDeposit(site, [PAYMENT]);
    expect(status).toBe(200);
    expect(textsOf(body, 'notification')).toEqual(['1']);
    expect(textsOf(body, 'KEYPROP_DEPOSIT_ID')).toEqual(['0000000001']);
    const [payment] = inBooks(site.file, (books) => [...books.payments()]);
    expect(payment).toMatchObject({
      depositId: '0000000001',
      paymentId: PAYMENT.id,
      amount: '100',
      currency: 'USD',
      accountingDate: '2026-10-15',
      bankCode: 'STRPE',
      bankAccountKey: 'US01',
      custId: 'C100',
      enteredBy: site.user,
      externalId: `ch_${PAYMENT.id}`,
      approvedBy: 'vpark',
      status: 'unapplied',
      origin: 'tieout service',
      applications: [{ item: 'INV-1', amount: '100', applied: false }],
    });
  });

  it('takes the same payment id again under NEXT, as PeopleSoft has no guard', async () => {
    const site = await startSite();
    await createDeposit(site, [PAYMENT]);
    const again = await createDeposit(site, [PAYMENT]);
    expect(textsOf(again.body, 'KEYPROP_DEPOSIT_ID')).toEqual(['0000000002']);
    const duplicates = inBooks(site.file, (books) => [books.duplicatePaymentIds(), books.duplicateExternalIds()]);
    expect(duplicates).toEqual([1, 1]);
  });

  it('refuses a deposit id that exists with (91,49) and its keys', async () => {
    const site = await startSite();
    await createDeposit(site, [PAYMENT], { depositId: 'D0000000000000A' });
    const { status, body } = await createDeposit(site, [PAYMENT], { depositId: 'd0000000000000a' });
    expect(status).toBe(500);
    expect(textsOf(body, 'faultstring')).toEqual(['null']);
    expect([textsOf(body, 'MessageSetID'), textsOf(body, 'MessageID')]).toEqual([['91'], ['49']]);
    expect(textsOf(body, 'KEYPROP_DEPOSIT_ID')).toEqual(['D0000000000000A']);
    expect(inBooks(site.file, (books) => books.counts().payments)).toBe(1);
  });

  it('wants a deposit id at a site that does not number', async () => {
    const site = await startSite(undefined, { settings: { depositIds: 'given' } });
    const { body } = await createDeposit(site, [PAYMENT]);
    expect(textsOf(body, 'DefaultMessage')[0]).toContain('must be given');
  });

  it.each([
    ['an unknown bank', [PAYMENT], { bank: 'NOBNK' }, '(15,11)'],
    ['an inactive customer', [{ ...PAYMENT, custId: 'C300' }], {}, '(15,11)'],
    ['an unknown customer', [{ ...PAYMENT, custId: 'NOBODY' }], {}, '(15,11)'],
    ['an unknown currency', [{ ...PAYMENT, currency: 'XXQ' }], {}, '(15,11)'],
    ['a control amount that does not balance', [PAYMENT], { controlAmount: '99.99' }, 'amount 99.99 against 100'],
    ['a control count that does not balance', [PAYMENT], { controlCount: 2 }, 'count 2 against 1'],
    ['a closed period', [PAYMENT], { accountingDate: '2026-09-30' }, 'not within an open period'],
    ['a yen amount with decimals', [{ ...PAYMENT, amount: '5.5', currency: 'JPY' }], {}, 'more decimals'],
    ['no payment', [], { controlAmount: '0' }, 'at least one payment'],
  ])('refuses %s and saves nothing', async (_what, payments, draft, text) => {
    const site = await startSite();
    const { status, body } = await createDeposit(site, payments, draft);
    expect(status).toBe(500);
    expect(textsOf(body, 'DefaultMessage').join(' ')).toContain(text);
    expect(inBooks(site.file, (books) => books.counts().deposits)).toBe(0);
  });

  it('names the payment that is refused in the keys of the fault, and saves none of the deposit', async () => {
    const site = await startSite();
    const bad = { id: 'T2', amount: '1', custId: 'NOBODY', item: 'INV-1' };
    const { body } = await createDeposit(site, [PAYMENT, bad]);
    expect(textsOf(body, 'KEYPROP_PAYMENT_SEQ_NUM')).toEqual(['2', '2']);
    expect(inBooks(site.file, (books) => books.counts())).toMatchObject({ deposits: 0, payments: 0 });
  });

  it('can answer a refusal with notification 0 and messages instead of a fault', async () => {
    const site = await startSite(undefined, { behaviour: { editErrors: 'notification' } });
    const { status, body } = await createDeposit(site, [PAYMENT], { bank: 'NOBNK' });
    expect(status).toBe(200);
    expect(textsOf(body, 'notification')).toEqual(['0']);
    expect(textsOf(body, 'messagenumber')).toEqual(['11', '34']);
  });
});

describe('the gateway', () => {
  it.each([
    ['a wrong namespace', (xml: string) => xml.replace('<BANK_CD>', '<BANK_CD xmlns="urn:other">'), 'namespace'],
    ['an unknown element', (xml: string) => xml.replaceAll('BANK_CD', 'PROP_BANK_CD'), 'PROP_BANK_CD is not expected'],
    ['a payment id of 16 characters', (xml: string) => xml.replace(PAYMENT.id, `${PAYMENT.id}X`), 'longer than 15'],
    ['a date that does not exist', (xml: string) => xml.replaceAll('2026-10-15', '2026-02-30'), 'not a date'],
    ['four decimals', (xml: string) => xml.replaceAll('100.00<', '100.0001<'), 'not a number'],
    [
      'a repeated element',
      (xml: string) => xml.replace('<BANK_CD>', '<BANK_CD>X</BANK_CD><BANK_CD>'),
      'more than once',
    ],
  ])('refuses %s', async (_what, spoil, text) => {
    const site = await startSite();
    const { action, namespace } = await discover(site, 'C');
    const answer = await post(site, action, spoil(depositXml(namespace, [PAYMENT])));
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain(text);
  });

  it.each([
    ['malformed XML', '<a><b></a>'],
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  ])('refuses %s with (159,5)', async (_what, text) => {
    const site = await startSite();
    const { action } = await discover(site, 'C');
    const answer = await fetch(`${site.url}/PSIGW/PeopleSoftServiceListeningConnector`, {
      method: 'POST',
      headers: { SOAPAction: action },
      body: text,
    });
    expect(await answer.text()).toContain('(159,5)');
  });

  it('answers a missing, a wrong and an unknown sign-in with its own fault, without namespace', async () => {
    const site = await startSite();
    const { action, namespace } = await discover(site, 'C');
    const xml = depositXml(namespace, [PAYMENT]);
    const anonymous = await (await post(site, action, xml, { user: null })).text();
    expect(anonymous).toContain('<IBResponse xmlns="" type="error">');
    expect(anonymous).toContain('<![CDATA[User password failed. (158,45)]]>');
    expect(anonymous).toContain('<![CDATA[ANONYMOUS]]>');
    expect(await (await post(site, action, xml, { password: 'wrong' })).text()).toContain('(158,45)');
    expect(await (await post(site, action, xml, { user: 'NOBODY' })).text()).toContain('(158,55)');
  });

  it('locks a user out after five wrong passwords', async () => {
    const site = await startSite();
    const { action, namespace } = await discover(site, 'C');
    const xml = depositXml(namespace, [PAYMENT]);
    for (let attempt = 0; attempt < 5; attempt += 1) await post(site, action, xml, { password: 'wrong' });
    expect(await (await post(site, action, xml)).text()).toContain('(158,55)');
  });

  it('refuses a user without authorisation with (158,536)', async () => {
    const site = await startSite(undefined, { unauthorisedUsers: { CLERK: 'secret' } });
    const { action, namespace } = await discover(site, 'C');
    const answer = await post(site, action, depositXml(namespace, [PAYMENT]), { user: 'CLERK', password: 'secret' });
    expect(await answer.text()).toContain(
      `User CLERK not authorized to invoke Service Operation ${DEPOSIT}_C. (158,536)`,
    );
  });

  it('takes a request with node, without node, and at the WSDL address', async () => {
    const site = await startSite();
    const { action, namespace } = await discover(site, 'C');
    const base = '/PeopleSoftServiceListeningConnector';
    for (const path of [
      base,
      `${base}/${site.node}`,
      `${base}/${DEPOSIT}.1.wsdl`,
      `${base}/${site.node}/${DEPOSIT}.1.wsdl`,
    ]) {
      const answer = await post(site, action, depositXml(namespace, [PAYMENT]), { path });
      expect(answer.status).toBe(200);
    }
    const wrong = await post(site, action, depositXml(namespace, [PAYMENT]), { path: `${base}/PSFT_HR` });
    expect(await wrong.text()).toContain('Node PSFT_HR not found');
  });

  it('refuses an action it does not have, and a body of another operation', async () => {
    const site = await startSite();
    const { action, namespace } = await discover(site, 'G');
    const xml = depositXml(namespace, [PAYMENT]);
    expect(await (await post(site, `${DEPOSIT}_D.V1`, xml)).text()).toContain('not found');
    expect(await (await post(site, action, xml)).text()).toContain('does not belong to service operation');
  });

  it('shows its version on the status page, unless the proxy blocks it', async () => {
    const site = await startSite();
    const page = `${site.url}/PSIGW/PeopleSoftListeningConnector`;
    expect(await (await fetch(page)).text()).toMatch(/Tools version : 8\.61\.07[^]*Status: ACTIVE/);
    site.behaviour.gatewayPage = 403;
    expect((await fetch(page)).status).toBe(403);
  });
});
