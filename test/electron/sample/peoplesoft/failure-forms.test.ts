import { describe, expect, it } from 'vitest';
import type { FailureOrder } from '../../../../electron/sample/peoplesoft/switches.ts';
import { runQuery } from './query-client.ts';
import { createDeposit, depositXml, discover, post, textsOf } from './soap-client.ts';
import { inBooks, startSite, type RunningSite } from './sample-site.ts';

const PAYMENT = { id: 'T1', amount: '100.00', item: 'INV-1' };
/** What Node's fetch says when an answer does not come, or not whole. */
const BROKEN_OFF = /fetch failed|terminated/;
const savedPayments = (site: RunningSite) => inBooks(site.file, (books) => books.counts().payments);
const inPayments = { DEPOSIT_BU: 'US001', PAYMENT_IDS: 'T1' };

async function whileArmed(order: FailureOrder): Promise<{ site: RunningSite; status: number; body: string }> {
  const site = await startSite();
  site.arm(order);
  return { site, ...(await createDeposit(site, [PAYMENT])) };
}

describe('a failure on demand', () => {
  it.each<[FailureOrder, number, string]>([
    [{ form: 'fault' }, 500, '<faultstring>null</faultstring>'],
    [{ form: 'fault', status: 200 }, 200, '<faultstring>null</faultstring>'],
    [{ form: 'bareIbResponse' }, 200, '<?xml version="1.0"?><IBResponse xmlns="" type="error">'],
    [{ form: 'notificationZero' }, 200, '<notification>0</notification>'],
    [{ form: 'htmlSignIn' }, 200, '<title>Oracle PeopleSoft Sign-in</title>'],
    [{ form: 'http503' }, 503, 'Service Unavailable'],
    [{ form: 'lockConflict' }, 500, '(18,1)'],
    [{ form: 'passwordExpired' }, 500, '(158,45)'],
    [{ form: 'unauthorised' }, 500, '(158,536)'],
  ])('shows %o in place of the work', async (order, expectedStatus, text) => {
    const { site, status, body } = await whileArmed(order);
    expect(status).toBe(expectedStatus);
    expect(body).toContain(text);
    expect(savedPayments(site)).toBe(0);
  });

  it('answers nothing at all with status 200, the work done when asked to', async () => {
    const { site, status, body } = await whileArmed({ form: 'empty200', commit: 'first' });
    expect([status, body]).toEqual([200, '']);
    expect(savedPayments(site)).toBe(1);
  });

  it.each(['never', 'first'] as const)('drops the connection with commit %s', async (commit) => {
    const site = await startSite();
    site.arm({ form: 'dropConnection', commit });
    await expect(createDeposit(site, [PAYMENT])).rejects.toThrow(BROKEN_OFF);
    expect(savedPayments(site)).toBe(commit === 'first' ? 1 : 0);
  });

  it.each(['never', 'first'] as const)('breaks off an answer with a wrong length, commit %s', async (commit) => {
    const site = await startSite();
    site.arm({ form: 'wrongContentLength', commit });
    await expect(createDeposit(site, [PAYMENT])).rejects.toThrow(BROKEN_OFF);
    expect(savedPayments(site)).toBe(commit === 'first' ? 1 : 0);
  });

  it.each([
    ['first', 1],
    ['never', 0],
  ] as const)('stalls beyond the client’s patience with commit %s', async (commit, saved) => {
    const site = await startSite();
    const { action, namespace } = await discover(site, 'C');
    site.arm({ form: 'stall', seconds: 60, commit });
    const patience = AbortSignal.timeout(200);
    await expect(post(site, action, depositXml(namespace, [PAYMENT]), { signal: patience })).rejects.toThrow(
      'aborted due to timeout',
    );
    expect(savedPayments(site)).toBe(saved);
  });

  it('stalls and then commits, though the client has gone', async () => {
    const site = await startSite();
    const { action, namespace } = await discover(site, 'C');
    site.arm({ form: 'stall', seconds: 0.3, commit: 'last' });
    const patience = AbortSignal.timeout(50);
    await expect(post(site, action, depositXml(namespace, [PAYMENT]), { signal: patience })).rejects.toThrow(
      'aborted due to timeout',
    );
    expect(savedPayments(site)).toBe(0);
    await expect.poll(() => savedPayments(site), { timeout: 5_000 }).toBe(1);
  });

  it('commits only after a read-back said the payment is absent', async () => {
    const site = await startSite();
    site.arm({ form: 'dropConnection', commit: 'afterReadBack' });
    await expect(createDeposit(site, [PAYMENT])).rejects.toThrow(BROKEN_OFF);
    expect(await runQuery(site, 'X_AR_PAYMENTS_BY_ID', inPayments)).toEqual([]);
    expect(await runQuery(site, 'X_AR_PAYMENTS_BY_ID', inPayments)).toHaveLength(1);
  });

  it('is over after the number of operations it was armed for', async () => {
    const site = await startSite();
    site.arm({ form: 'http503', for: 2 });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) statuses.push((await createDeposit(site, [PAYMENT])).status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  it('meets only the operation or query it was armed for', async () => {
    const site = await startSite();
    site.arm({ form: 'http503', on: 'query', query: 'X_AR_PAYMENTS' });
    expect((await createDeposit(site, [PAYMENT])).status).toBe(200);
    expect(await runQuery(site, 'X_AR_PAYMENTS_BY_ID', inPayments)).toHaveLength(1);
    await expect(
      runQuery(site, 'X_AR_PAYMENTS', { DEPOSIT_BU: 'US001', FROM_DATE: '2026-01-01', AFTER_KEY: '' }),
    ).rejects.toThrow('503');
  });

  it('hides payments while the reporting database lags, and rows that security hides', async () => {
    const site = await startSite();
    await createDeposit(site, [PAYMENT]);
    site.arm({ form: 'reportingLag', on: 'query', seconds: 60 });
    site.arm({ form: 'hideRows', on: 'query' });
    expect(await runQuery(site, 'X_AR_PAYMENTS_BY_ID', inPayments)).toEqual([]);
    expect(await runQuery(site, 'X_AR_PAYMENTS_BY_ID', inPayments)).toEqual([]);
    expect(await runQuery(site, 'X_AR_PAYMENTS_BY_ID', inPayments)).toHaveLength(1);
  });

  it('spells answers with prefixes and faults with status 200 where the site does', async () => {
    const site = await startSite(undefined, { behaviour: { responsePrefix: 'prefixed', faultStatus: 200 } });
    const saved = await createDeposit(site, [PAYMENT]);
    expect(saved.body).toContain('<m38:notification>1</m38:notification>');
    expect((await createDeposit(site, [PAYMENT], { bank: 'NOBNK' })).status).toBe(200);
  });

  it('leaves the payment’s key out of faults where the site does', async () => {
    const site = await startSite(undefined, { behaviour: { rowKeysInFaults: false } });
    const { body } = await createDeposit(site, [{ ...PAYMENT, custId: 'NOBODY' }]);
    expect(textsOf(body, 'KEYPROP_PAYMENT_SEQ_NUM')).toEqual([]);
    expect(textsOf(body, 'KEYPROP_DEPOSIT_BU')).toEqual(['US001', 'US001']);
  });
});

describe('the control endpoint', () => {
  const control = (site: RunningSite, method: string, path: string, body?: unknown, token = site.control.token) =>
    fetch(`${site.url}/__sim/${path}`, {
      method,
      headers: { 'x-sim-token': token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('wants its token', async () => {
    const site = await startSite();
    expect((await control(site, 'GET', 'books', undefined, 'wrong')).status).toBe(401);
  });

  it('arms and clears failures, and refuses an order it does not understand', async () => {
    const site = await startSite();
    expect((await control(site, 'POST', 'switch', { form: 'http503', for: 3 })).status).toBe(200);
    await control(site, 'DELETE', 'switch');
    expect((await createDeposit(site, [PAYMENT])).status).toBe(200);
    expect((await control(site, 'POST', 'switch', { form: 'http999' })).status).toBe(400);
    expect((await control(site, 'POST', 'switch', { form: 'hideRows', on: 'Create' })).status).toBe(400);
  });

  it('changes the site, runs the batch and counts the books', async () => {
    const site = await startSite();
    await createDeposit(site, [PAYMENT]);
    expect(await (await control(site, 'POST', 'batch', { action: 'run' })).json()).toMatchObject({
      applied: 1,
      posted: 1,
    });
    await control(site, 'POST', 'site', { passwordExpired: true });
    expect((await createDeposit(site, [PAYMENT])).body).toContain('(158,45)');
    expect(await (await control(site, 'GET', 'books')).json()).toMatchObject({
      deposits: 1,
      payments: 1,
      duplicatePaymentIds: 0,
    });
    expect(await (await control(site, 'GET', 'payments?paymentId=T1')).json()).toHaveLength(1);
  });
});

describe('an application server that goes on alone', () => {
  it('commits at its own virtual time, and not before', async () => {
    let nowMs = Date.parse('2026-11-02T17:00:00Z');
    const site = await startSite(undefined, { now: () => nowMs });
    site.arm({ form: 'resetConnection', commit: 'later', laterSeconds: 60 });
    await expect(createDeposit(site, [PAYMENT])).rejects.toThrow(BROKEN_OFF);
    nowMs += 59_000;
    await runQuery(site, 'X_AR_PAYMENTS_BY_ID', inPayments);
    expect(savedPayments(site)).toBe(0);
    nowMs += 1_000;
    await runQuery(site, 'X_AR_PAYMENTS_BY_ID', inPayments);
    expect(savedPayments(site)).toBe(1);
  });

  it('meets its own row when a gateway repeats the request', async () => {
    const { site, body } = await whileArmed({ form: 'duplicateKey', commit: 'first' });
    expect(body).toContain('(91,49)');
    expect(savedPayments(site)).toBe(1);
  });

  it('fails only after as many good operations as ordered', async () => {
    const site = await startSite();
    site.arm({ form: 'empty200', skip: 1 });
    expect((await createDeposit(site, [PAYMENT])).body).toContain('notification');
    expect((await createDeposit(site, [PAYMENT])).body).toBe('');
    expect(savedPayments(site)).toBe(1);
  });
});
