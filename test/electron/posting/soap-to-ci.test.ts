import { describe, expect, it } from 'vitest';
import { paidCharges } from './approved-site.ts';
import { depositRoad, itIsSentOnce } from './deposit-road.ts';

const road = depositRoad('soapToCi');
const { start, expectOnceInTheEnd } = road;

describe('a deposit by SOAPToCI', () => {
  it('is saved under our deposit id, on the right day, and confirmed', async () => {
    const site = await start({ depositIds: 'given' });
    expect((await site.round()).send).toMatchObject({ sent: 3, rejected: 0, unknown: 0 });
    await expectOnceInTheEnd();
  });

  it('that PeopleSoft numbers is not told its number: a look finds it before anything goes again', async () => {
    const site = await start({ depositIds: 'next' });
    expect((await site.round()).send).toMatchObject({ sent: 0, unknown: 3 });
    expect(paidCharges(site)).toHaveLength(3);
    site.advance(site.settings.settleSeconds + 1);
    expect(await site.round()).toMatchObject({ doubts: { settled: 3 }, send: { sent: 0 } });
    await expectOnceInTheEnd();
  });

  it('is checked like any other: the shape proves sign-in and right, and every mapped property', async () => {
    const site = await start();
    const { found } = await site.ports.peopleSoft.identify();
    expect(found).toContain('service X_AR_DEPOSIT_CI by SOAPToCI with Create, Update, Updatedata');
    expect(found.join()).toMatch(/all \d+ mapped properties of X_AR_DEPOSIT_CI/);
  });

  itIsSentOnce(road);

  it('a sign-in page in place of an answer stops the connection: the password goes out once and never again', async () => {
    const site = await start({ depositIds: 'given', paymentsPerDeposit: 1 });
    await site.round({ limit: 1 });
    site.simulator.arm({ form: 'passwordExpired' });
    const first = await site.round();
    expect(first.send).toMatchObject({ sent: 0, unknown: 1, stopped: { kind: 'credentials' } });
    const second = await site.round();
    expect(second.send).toMatchObject({ sent: 0, unknown: 0, stopped: { kind: 'credentials' } });
    await expectOnceInTheEnd();
  });
});
