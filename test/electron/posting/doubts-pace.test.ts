import { afterEach, describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../electron/connectors/http/connector-error.ts';
import { LookPace } from '../../../electron/posting/read-back/look-pace.ts';
import { startApproved } from './approved-site.ts';
import type { PostingSite } from './posting-site.ts';

let site: PostingSite;
afterEach(() => site.close());

const count = (sql: string) => site.db.prepare<[], number>(sql).pluck().get() ?? 0;
const READ_BACKS = "SELECT count(*) FROM audit WHERE action = 'deposit.readBack'";

describe('a doubt that nothing settles', () => {
  it('is asked about ever more rarely, and kept once for each reason it has', async () => {
    site = await startApproved(1, { foreignReceipt: false });
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    let asked = 0;
    const { peopleSoft } = site.ports;
    const findPayments: typeof peopleSoft.findPayments = (...args) => {
      asked += 1;
      return peopleSoft.findPayments(...args);
    };
    const ports = { ...site.ports, peopleSoft: { ...peopleSoft, findPayments } };
    const looks = new LookPace();
    for (let minute = 0; minute < 120; minute += 1) {
      site.advance(60);
      await site.round({ bulk: false, looks }, ports);
    }
    expect(site.states()).toEqual({ ch_1: 'unknown' });
    expect(asked).toBeLessThan(30);
    // Too early first, then without a known payment beside it to prove that the read shows anything.
    expect(count(READ_BACKS)).toBe(2);
    expect(count("SELECT count(*) FROM posting_attempt WHERE kind = 'readBack'")).toBe(2);
    expect(site.violations()).toEqual([]);
  });
});

describe('a deposit that cannot leave', () => {
  it('is neither cut nor said to be sent while the service cannot be described', async () => {
    site = await startApproved(1);
    const dryRunDeposit = () =>
      Promise.reject(
        new ConnectorError('peoplesoft', 'unreachable', 'the service description cannot be read', 'Check.'),
      );
    const ports = { ...site.ports, peopleSoft: { ...site.ports.peopleSoft, dryRunDeposit } };
    for (let round = 0; round < 3; round += 1)
      expect((await site.round({}, ports)).send).toMatchObject({ sent: 0, stopped: { kind: 'unreachable' } });
    expect(count('SELECT count(*) FROM deposit')).toBe(0);
    expect(count("SELECT count(*) FROM audit WHERE action LIKE 'deposit.%'")).toBe(0);
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'accepted' });
  });

  it('after its cut is not sent, not refused', async () => {
    site = await startApproved(1);
    const createDeposit = () =>
      Promise.reject(new ConnectorError('peoplesoft', 'credentials', 'the password has expired', 'Renew it.'));
    await site.round({}, { ...site.ports, peopleSoft: { ...site.ports.peopleSoft, createDeposit } });
    const actions = site.db
      .prepare("SELECT action FROM audit WHERE action LIKE 'deposit.%' ORDER BY seq")
      .pluck()
      .all();
    expect(actions).toEqual(['deposit.sent', 'deposit.notSent']);
    expect(site.db.prepare('SELECT state_reason FROM deposit').pluck().get()).toBe(
      'Not sent: the password has expired',
    );
    expect(site.states()).toEqual({ ch_1: 'queued' });
  });
});
