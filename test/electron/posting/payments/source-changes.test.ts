import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import { resumeDeposit } from '../../../../electron/posting/deposits/resume-deposit.ts';
import type { SenderPorts } from '../../../../electron/posting/sending/sender.ts';
import { takeSenderClaim } from '../../../../electron/posting/sending/sender-claim.ts';
import { startPostingSite, UNIT, type PostingSite } from '../posting-site.ts';

let site: PostingSite;
beforeEach(async () => {
  site = await startPostingSite({
    items: [
      { item: 'INV-1', amount: '100.00' },
      { item: 'INV-2', amount: '50.00' },
    ],
  });
});
afterEach(() => site.close());

/** Stripe's newest word on `ch_1`, as a reading stores it. */
const atStripe = (columns: string): void =>
  void site.db.exec(`UPDATE movement SET ${columns}, version = version + 1 WHERE object_id = 'ch_1'`);
const approveBoth = async (post: boolean): Promise<void> => {
  await site.approve(site.charge('ch_1', 10_000), [['INV-1', 10_000]], { post });
  await site.approve(site.charge('ch_2', 5_000), [['INV-2', 5_000]], { post });
};
const row = () => site.db.prepare("SELECT state, attention, state_reason FROM movement WHERE object_id = 'ch_1'").get();
const returned = (reason: string) => ({
  state: 'unmatched',
  attention: 'changedSinceApproval',
  state_reason: expect.stringContaining(reason) as string,
});

describe('a charge that Stripe changed after its approval', () => {
  it.each([
    ['is no longer succeeded', "source_status = 'failed'", 'Stripe no longer shows this charge as succeeded'],
    [
      'has another amount',
      'amount_minor = 9000',
      'amount of the charge at Stripe: 100.00 USD when approved, 90.00 USD now',
    ],
    ['has another currency', "currency = 'CAD'", '100.00 USD when approved, 100.00 CAD now'],
  ])('%s: it comes back with the words and is never sent; the others go', async (_what, columns, reason) => {
    await approveBoth(false);
    atStripe(columns);
    expect((await site.round()).send).toMatchObject({ sent: 1, returned: 1, stopped: null });
    expect(site.states()).toEqual({ ch_1: 'withdrawn', ch_2: 'accepted' });
    expect(site.books().map((payment) => payment.paymentId)).toHaveLength(1);
    expect(row()).toEqual(returned(reason));
  });

  it('is not sent either when the reading comes in between the re-read and the cut', async () => {
    await approveBoth(true);
    const { peopleSoft } = site.ports;
    const ports: SenderPorts = {
      ...site.ports,
      peopleSoft: {
        ...peopleSoft,
        cashAccounts: (...args) => {
          atStripe("source_status = 'failed'");
          return peopleSoft.cashAccounts(...args);
        },
      },
    };
    expect((await site.round({}, ports)).send).toMatchObject({ sent: 1, returned: 1 });
    expect(site.states()).toEqual({ ch_1: 'withdrawn', ch_2: 'accepted' });
    expect(row()).toEqual(returned('succeeded'));
  });

  it('is taken out of a deposit that was proven absent before that goes again', async () => {
    await approveBoth(false);
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'unknown', ch_2: 'unknown' });
    atStripe("source_status = 'failed'");
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'withdrawn', ch_2: 'confirmed' });
    expect(site.books()).toHaveLength(1);
    expect(site.violations()).toEqual([]);
  });

  it('is seen in the very step that marks a deposit as going again', async () => {
    await approveBoth(false);
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    site.db.exec("UPDATE posting SET state = 'queued'; UPDATE deposit SET state = 'cut'");
    atStripe("source_status = 'failed'");
    const at = instantOf(site.nowMs());
    const claim = await site.ledger.write(takeSenderClaim, { unit: UNIT.unit, holder: 'another', at });
    const depositKey = Number(site.db.prepare('SELECT deposit_key FROM deposit').pluck().get());
    expect(
      await site.ledger.write(resumeDeposit, { claim, depositKey, operatorId: null, at, machine: 'M' }),
    ).toBeNull();
    expect(site.states()).toEqual({ ch_1: 'queued', ch_2: 'queued' });
  });

  it('cannot be approved', async () => {
    const key = site.charge('ch_1', 10_000);
    atStripe("source_status = 'failed'");
    await expect(site.approve(key, [['INV-1', 10_000]])).rejects.toThrow(
      'Stripe no longer shows this charge as succeeded',
    );
  });
});

describe('a deposit that was proven absent and has a changed payment', () => {
  /** Three payments whose one send nobody heard of; by now Stripe has changed the first. */
  async function doubtedAndChanged(depositIds: 'given' | 'next', laterSeconds: number): Promise<void> {
    await site.close();
    const items = ['INV-1', 'INV-2', 'INV-3'].map((item) => ({ item, amount: '100.00' }));
    site = await startPostingSite({ items, depositIds });
    for (const number of [1, 2, 3])
      await site.approve(site.charge(`ch_${number}`, 10_000), [[`INV-${number}`, 10_000]]);
    site.simulator.arm({ form: 'dropConnection', commit: 'later', laterSeconds });
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'unknown', ch_2: 'unknown', ch_3: 'unknown' });
    atStripe("source_status = 'failed'");
    site.advance(20_000);
  }
  const cuts = (): unknown[] =>
    site.db.prepare('SELECT cut_number AS cut, generation, control_count AS count FROM deposit').all();
  const paid = (): string[] =>
    site
      .books()
      .map(({ externalId }) => externalId)
      .toSorted();

  it.each(['given', 'next'] as const)(
    'goes again without it as the same deposit (deposit ids %s)',
    async (depositIds) => {
      await doubtedAndChanged(depositIds, 1_000_000_000);
      const deposit = () => site.db.prepare('SELECT deposit_id FROM deposit').pluck().get();
      const before = deposit();
      expect((await site.round()).send).toMatchObject({ sent: 2, returned: 1, stopped: null });
      expect(cuts()).toEqual([{ cut: 1, generation: 1, count: 2 }]);
      expect(paid()).toEqual(['ch_2', 'ch_3']);
      expect(deposit()).toBe(site.books()[0]?.depositId);
      expect(deposit() === before).toBe(depositIds === 'given');
      await site.simulator.runBatch();
      await site.round();
      expect(site.states()).toEqual({ ch_1: 'withdrawn', ch_2: 'confirmed', ch_3: 'confirmed' });
      expect(site.violations()).toEqual([]);
    },
  );

  it('meets the first attempt where PeopleSoft saves that one after all just before the resend', async () => {
    await doubtedAndChanged('given', 40_000);
    const { peopleSoft } = site.ports;
    const ports: SenderPorts = {
      ...site.ports,
      peopleSoft: {
        ...peopleSoft,
        createDeposit: (...args) => {
          site.advance(40_000);
          return peopleSoft.createDeposit(...args);
        },
      },
    };
    await site.round({}, ports);
    expect(paid()).toEqual(['ch_1', 'ch_2', 'ch_3']);
    await site.finish();
    expect(paid()).toEqual(['ch_1', 'ch_2', 'ch_3']);
    expect(site.states()).toEqual({ ch_1: 'withdrawn', ch_2: 'confirmed', ch_3: 'confirmed' });
    // The one that changed is there as well: it does not go again over that.
    atStripe("source_status = 'succeeded'");
    await site.approve(site.movementKey('ch_1'), [['INV-1', 10_000]]);
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
    expect(row()).toEqual(returned('PeopleSoft already holds payment'));
    expect(site.violations()).toEqual([]);
  });

  it('is over when nothing of it is left', async () => {
    await doubtedAndChanged('given', 1_000_000_000);
    site.db.exec("UPDATE movement SET source_status = 'failed', version = version + 1");
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 3, stopped: null });
    expect(site.db.prepare('SELECT state FROM deposit').pluck().all()).toEqual(['rejected']);
    expect(paid()).toEqual([]);
    expect(site.violations()).toEqual([]);
  });
});
