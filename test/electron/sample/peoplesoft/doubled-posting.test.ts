import { describe, expect, it } from 'vitest';
import { createDeposit } from './soap-client.ts';
import { inBooks, item, receiptFact, SMALL_COMPANY, startSite, type RunningSite } from './sample-site.ts';

const double = (site: RunningSite, body: unknown) =>
  fetch(`${site.url}/__sim/double`, {
    method: 'POST',
    headers: { 'x-sim-token': site.control.token },
    body: JSON.stringify(body),
  });
const payments = (site: RunningSite) => inBooks(site.file, (books) => [...books.payments()]);

async function paidSite(): Promise<{ site: RunningSite; depositId: string }> {
  const site = await startSite();
  await createDeposit(site, [
    { id: 'T1', amount: '100.00', item: 'INV-1' },
    { id: 'T2', amount: '80.00', item: 'INV-3', custId: 'C200' },
  ]);
  await site.runBatch();
  return { site, depositId: payments(site)[0]?.depositId ?? '' };
}

describe('a doubled posting', () => {
  it('of an interface that ran twice is the whole deposit again under another number, on account of its customers', async () => {
    const { site, depositId } = await paidSite();
    expect((await double(site, { depositId })).status).toBe(200);
    const [first, second, third, fourth] = payments(site);
    expect([third, fourth].map((each) => each?.paymentId)).toEqual([first?.paymentId, second?.paymentId]);
    expect(third).toMatchObject({
      amount: '100',
      status: 'posted',
      origin: 'by hand',
      custId: 'C100',
      applications: [],
    });
    expect(third?.depositId).toBe(fourth?.depositId);
    expect(third?.depositId).not.toBe(depositId);
    expect(inBooks(site.file, (books) => books.item('US001', 'C100', 'INV-1', 1)?.balance)).toBe('0');
    expect(inBooks(site.file, (books) => books.item('US001', 'C100', 'OA-T1', 0)?.balance)).toBe('-100');
    expect(inBooks(site.file, (books) => books.duplicatePaymentIds())).toBe(2);
  });

  it('of a person is one payment under an id of her own, each time she does it', async () => {
    const { site } = await paidSite();
    for (let time = 0; time < 2; time += 1)
      expect((await double(site, { paymentId: 'T2', by: 'person' })).status).toBe(200);
    const keyed = payments(site).slice(2);
    expect(keyed.map(({ amount, custId }) => [amount, custId])).toEqual([
      ['80', 'C200'],
      ['80', 'C200'],
    ]);
    expect(new Set(payments(site).map(({ paymentId }) => paymentId)).size).toBe(4);
  });

  it('can be done again to a payment that is on account itself', async () => {
    const { site } = await paidSite();
    for (let time = 0; time < 3; time += 1) expect((await double(site, { paymentId: 'T1' })).status).toBe(200);
    expect(payments(site).filter(({ paymentId }) => paymentId === 'T1')).toHaveLength(4);
  });

  it('says when there is nothing to double, and refuses an order it does not understand', async () => {
    const { site } = await paidSite();
    expect((await double(site, { paymentId: 'T9' })).status).toBe(404);
    expect((await double(site, { by: 'person' })).status).toBe(400);
    expect(payments(site)).toHaveLength(2);
  });

  it('stands in books from the start: a receipt without items is on account', async () => {
    const receipt = receiptFact('receipt', 'M1', 'INV-9', '40.00');
    const again = receipt.kind === 'receipt' ? { ...receipt, receipt: { ...receipt.receipt, items: [] } } : receipt;
    const site = await startSite([...SMALL_COMPANY, item('C100', 'INV-9', '40.00'), receipt, again]);
    expect(payments(site).map(({ paymentId }) => paymentId)).toEqual(['M1', 'M1']);
    expect(inBooks(site.file, (books) => books.item('US001', 'C100', 'OA-M1', 0)?.balance)).toBe('-40');
  });
});
