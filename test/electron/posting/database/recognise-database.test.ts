import { afterEach, describe, expect, it } from 'vitest';
import { readKnownDatabase } from '../../../../electron/ledger/operations.ts';
import { lookAtDatabase, recogniseDatabase } from '../../../../electron/posting/database/recognise-database.ts';
import { peopleSoftProfileSchema } from '../../../../shared/contract/profile.ts';
import { createPeopleSoftConnector } from '../../../../electron/connectors/peoplesoft/peoplesoft-connector.ts';
import { systemClock } from '../../../../electron/connectors/http/clock.ts';
import { SITE_DEPOSIT, SITE_QUERIES } from '../../../../electron/sample/peoplesoft/site.ts';
import { textLike } from '../../../support/text-like.ts';
import { startApproved } from '../approved-site.ts';
import { startInvoiceSite } from '../items/invoice-site.ts';
import type { PostingSite } from '../posting-site.ts';

let site: PostingSite;
afterEach(() => site.close());

const recognise = (ports: Partial<PostingSite['ports']> = {}) =>
  recogniseDatabase({ ...site.ports, ...ports }, { depositBus: ['US001'], units: ['US'], isSample: false });
const known = async () => (await site.ledger.read(readKnownDatabase, null)).inForce;

/** A connection to the same simulator under another profile. */
function connection(more: { readonly queries?: Omit<typeof SITE_QUERIES, 'database'>; readonly address?: string }) {
  const { simulator } = site;
  return createPeopleSoftConnector({
    profile: peopleSoftProfileSchema.parse({
      soapAddress: more.address ?? simulator.url,
      node: simulator.node,
      setId: 'SHARE',
      user: { env: 'U' },
      password: { env: 'P' },
      deposit: SITE_DEPOSIT,
      queries: more.queries ?? SITE_QUERIES,
      quietWindow: null,
      rate: { requestsPerSecond: 100, concurrency: 4 },
    }),
    exponentOf: () => 2,
    secrets: async (credential) =>
      'env' in credential && credential.env === 'U' ? simulator.user : simulator.password,
    fetch,
    clock: systemClock,
  });
}

describe('the PeopleSoft database that postings go into', () => {
  it('is remembered when it is first met, and recognised from then on', async () => {
    site = await startApproved(1);
    expect(await recognise()).toBeNull();
    expect(await known()).toMatchObject({
      origin: 'firstSeen',
      facts: { databaseName: 'FSSAMPLE', localNode: 'PSFT_EP', address: `${site.simulator.url}/PSIGW` },
      comparedAt: textLike('2026-11-02T'),
    });
    await site.finish();
    expect(await recognise()).toBeNull();
    expect((await known())?.highestInstance).toBeGreaterThan(0);
  });

  it('is not the one known when it has another name, although its GUID was copied with it', async () => {
    site = await startApproved(1);
    await recognise();
    site.simulator.behaviour.databaseName = 'FSTEST';
    const stop = await recognise();
    expect(stop).toMatchObject({ kind: 'otherDatabase' });
    expect(stop?.message).toContain('database name: was FSSAMPLE, is FSTEST');
    expect((await known())?.differences).toEqual([{ what: 'database name', was: 'FSSAMPLE', now: 'FSTEST' }]);
    site.simulator.behaviour.databaseName = 'fssample';
    expect(await recognise()).toBeNull();
    expect((await known())?.differences).toEqual([]);
  });

  it('is not the one known when a payment it had posted is gone and its process numbers are older', async () => {
    site = await startApproved(2);
    await recognise();
    await site.finish();
    await recognise();
    const [paid] = site.books();
    // A copy that queries read may lag by hours: what it does not show of today says nothing.
    site.simulator.behaviour.reportingLagSeconds = 10_000_000;
    expect(await recognise()).toBeNull();
    site.simulator.behaviour.reportingLagSeconds = 0;
    site.advance(90_000);
    expect(await recognise()).toBeNull();
    site.changeBooks(
      `UPDATE payment SET payment_id = 'X' || payment_id; UPDATE site SET value = '0' WHERE name = 'process_instance'`,
    );
    const stop = await recognise();
    expect(paid).toBeDefined();
    expect(stop?.message).toMatch(/latest process number: was \d+, is 0, which is older/);
    expect(stop?.message).toMatch(/payment T\w{14} of US001: was posted, is not to be found/);
  });

  it('is not the one known when an item it had posted is gone, also where only items are posted', async () => {
    const items = await startInvoiceSite();
    site = items;
    items.invoice('in_1');
    await items.approveDocument('invoice', 'in_1');
    await recognise();
    await site.finish();
    expect(items.itemStates()).toEqual({ 'invoice/in_1 item': 'confirmed' });
    expect(site.books()).toEqual([]);
    site.advance(90_000);
    expect(await recognise()).toBeNull();
    // Paid, and so closed, it is there all the same.
    site.changeBooks("UPDATE item SET bal_amt = 0, item_status = 'C' WHERE item = 'S-IN_1'");
    expect(await recognise()).toBeNull();
    site.changeBooks("UPDATE item SET item = 'X' || item");
    expect((await recognise())?.message).toContain('item S-IN_1 of US001: was posted, is not to be found');
  });

  it('where the site does not tell which one it is, that is no difference, and what it tells later is learned', async () => {
    site = await startApproved(1);
    const { database: _none, ...queries } = SITE_QUERIES;
    const ports = { ...site.ports, peopleSoft: connection({ queries }) };
    const scope = { depositBus: ['US001'], units: ['US'], isSample: false };
    expect(await recogniseDatabase(ports, scope)).toBeNull();
    expect((await known())?.facts).toMatchObject({ databaseName: null, guid: null });
    expect(await recognise()).toBeNull();
    expect(await known()).toMatchObject({ version: 2, origin: 'learned', facts: { databaseName: 'FSSAMPLE' } });
    expect((await recogniseDatabase(ports, scope))?.message).toContain('database name: was FSSAMPLE, is not told');
  });

  it('is not the one known at another address; of a sample company, whose ports change, the address says nothing', async () => {
    site = await startApproved(1);
    await recognise();
    const address = site.simulator.url.replace('127.0.0.1', 'localhost');
    const moved = { ...site.ports, peopleSoft: connection({ address }) };
    expect((await recogniseDatabase(moved, { depositBus: [], units: ['US'], isSample: false }))?.message).toContain(
      'gateway address',
    );
    const { facts } = await lookAtDatabase(moved, { depositBus: [], units: ['US'], isSample: true });
    expect(facts).toMatchObject({ address: null, databaseName: 'FSSAMPLE' });
  });
});
