import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCompleteness } from '../../../../electron/engine/views/completeness.ts';
import { storeInvoiceLink } from '../../../../electron/ingest/stripe/invoice-link.ts';
import { startFileImport } from '../../../../electron/ledger/file-import-store.ts';
import { completenessSite } from './completeness-site.ts';
import { wholeStory } from './whole-story.ts';

const link = fc.record({
  invoice: fc.constantFrom('in_1', 'in_2', 'in_3'),
  paymentIntent: fc.constantFrom('pi_1', 'pi_2', 'pi_8', null),
  charge: fc.constantFrom('ch_1', 'ch_8'),
});

describe('payments of invoices that old shapes alone tell of', () => {
  it('count neither as held nor as surplus, whichever they are', async () => {
    const site = await completenessSite(wholeStory());
    await site.poll();
    const { db, check } = site;
    const view = () => readCompleteness.run(db, { units: [] })[0]?.types.find(({ type }) => type === 'invoice_payment');
    const before = view();
    expect(before).toMatchObject({ state: 'complete', held: 1, listed: 1, missing: 0 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(link, { minLength: 1, maxLength: 6 }), async (links) => {
        run += 1;
        const file = { kind: 'stripeRecords', fileName: 'old.json', sha256: `${run}`, sizeBytes: 1 };
        const importId = startFileImport(db, { ...file, actor: 'anna', machine: 'AR-07', at: site.clock.now() });
        for (const each of links) storeInvoiceLink(db, 'acct_1', each, importId);
        expect(await check()).toMatchObject({ missing: 0, unknownToStripe: 0 });
        // Counted anew from the beginning, as after a change of any payment.
        db.prepare("DELETE FROM cursor WHERE stream = 'completeness'").run();
        expect(await check()).toMatchObject({ missing: 0, unknownToStripe: 0 });
        expect(view()).toEqual(before);
      }),
      { numRuns: 15 },
    );
    const derived = db.prepare("SELECT count(*) FROM stripe_invoice_payment WHERE invoice_payment_id LIKE 'derived:%'");
    expect(derived.pluck().get()).toBeGreaterThan(0);
  });
});
