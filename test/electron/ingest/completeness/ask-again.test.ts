import { describe, expect, it } from 'vitest';
import { askAgain, type AbsentName } from '../../../../electron/ingest/completeness/ask-again.ts';
import { listAbsent, noteHint } from '../../../../electron/ledger/stripe-hint-store.ts';
import { completenessSite } from './completeness-site.ts';
import { wholeStory } from './whole-story.ts';

type Site = Awaited<ReturnType<typeof completenessSite>>;

/** The story without its first object of a family, asked for until Stripe has said that it does not know it. */
async function unknownObject(type: string, rounds: number) {
  const objects = wholeStory();
  const [object] = objects.splice(
    objects.findIndex((each) => each['object'] === type),
    1,
  );
  if (object === undefined) throw new Error(`the story has no ${type}`);
  const site = await completenessSite(objects);
  await site.poll();
  for (let round = 0; round < rounds; round += 1) await site.heal();
  return { ...site, show: () => void objects.push({ ...object, created: Date.parse('2026-10-01T10:00:00Z') / 1_000 }) };
}
const ask = (site: Site, objects: readonly AbsentName[] | null) =>
  site.ledger.write(askAgain, { account: 'acct_1', objects, actor: 'anna', machine: 'AR-07', at: site.clock.now() });
const marks = (site: Site) =>
  listAbsent(site.db, 'acct_1').map(({ objectType, objectId }) => `${objectType} ${objectId}`);

describe('asking again for what Stripe does not know', () => {
  it('brings the object in, heals its gap and takes the mark off', async () => {
    const site = await unknownObject('topup', 1);
    expect(marks(site)).toEqual(['topup tu_1']);
    site.show();
    // No list has it; only its id does.
    site.interceptWith(({ type, id }) =>
      type === 'topup' && id === null ? { status: 200, body: { object: 'list', data: [], has_more: false } } : null,
    );
    expect((await site.heal()).asked).toEqual([]);
    expect(await ask(site, [{ type: 'topup', id: 'tu_1' }])).toBe(1);
    expect(site.gaps()).toEqual(['topup tu_1 by topupOfBalanceTransaction: open']);
    const { asked, found } = await site.heal();
    expect(asked).toEqual(['topup tu_1']);
    expect(found).toMatchObject({ missing: 0, unknownToStripe: 0 });
    expect(marks(site)).toEqual([]);
    expect(site.gaps()).toEqual(['topup tu_1 by topupOfBalanceTransaction: lookup']);
  });

  it('keeps since when, where it came from and the mark, where Stripe still does not know it', async () => {
    const site = await unknownObject('topup', 1);
    const [before] = listAbsent(site.db, 'acct_1');
    site.clock.advance(86_400_000);
    await ask(site, null);
    await site.heal();
    const [after] = listAbsent(site.db, 'acct_1');
    expect({ ...after, askedAt: before?.askedAt }).toEqual(before);
    expect(String(after?.askedAt) > String(before?.askedAt)).toBe(true);
    expect(site.gaps()).toEqual(['topup tu_1 by topupOfBalanceTransaction: absent']);
  });

  it('asks the list again where only a sum tells', async () => {
    const site = await unknownObject('invoice_payment', 4);
    expect(site.gaps()).toEqual(['invoice_payment in_1 by invoicePaymentsOfInvoice: absent']);
    site.show();
    expect(await ask(site, null)).toBe(1);
    expect((await site.heal()).asked).toContain('invoice_payment in_1');
    expect(site.gaps()).toEqual(['invoice_payment in_1 by invoicePaymentsOfInvoice: list']);
  });

  it('asks for one alone, and passes over what bears no mark', async () => {
    const site = await unknownObject('topup', 1);
    noteHint(
      site.db,
      { account: 'acct_1', objectType: 'charge', objectId: 'ch_gone' },
      'event charge.updated',
      site.clock.now(),
    );
    await site.heal();
    expect(marks(site).toSorted()).toEqual(['charge ch_gone', 'topup tu_1']);
    expect(
      await ask(site, [
        { type: 'charge', id: 'ch_gone' },
        { type: 'charge', id: 'ch_1' },
      ]),
    ).toBe(1);
    expect((await site.heal()).asked).toEqual(['charge ch_gone']);
  });

  it('is in the audit with who asked for what', async () => {
    const site = await unknownObject('topup', 1);
    await ask(site, null);
    expect(
      site.db.prepare("SELECT actor, subject, detail_json FROM audit WHERE action = 'stripe.askedAgain'").get(),
    ).toEqual({
      actor: 'anna',
      subject: 'stripe/acct_1',
      detail_json: '{"count":1,"objects":["topup tu_1"]}',
    });
  });
});
