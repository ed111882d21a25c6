import { describe, expect, it } from 'vitest';
import { depositRoad, itIsSentOnce } from './deposit-road.ts';

const road = depositRoad('rest');
const { start, expectOnceInTheEnd } = road;

describe('a deposit by REST', () => {
  it.each([
    ['given', 'rest'],
    ['next', 'rest'],
    ['next', 'restBearer'],
  ] as const)('is saved under its number and confirmed, ids %s, signed in by %s', async (depositIds, signedIn) => {
    const site = await start({ depositIds, road: signedIn });
    expect((await site.round()).send).toMatchObject({ sent: 3, rejected: 0, unknown: 0 });
    await expectOnceInTheEnd();
  });

  itIsSentOnce(road);

  it.each(['passwordExpired', 'unauthorised'] as const)(
    '%s: everything waits, nothing is blamed on a payment',
    async (form) => {
      const site = await start();
      site.simulator.arm({ form });
      const { send } = await site.round();
      expect(send).toMatchObject({ sent: 0, rejected: 0, unknown: 0, stopped: { kind: 'credentials' } });
      await expectOnceInTheEnd();
    },
  );
});
