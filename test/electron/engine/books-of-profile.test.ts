import { afterEach, describe, expect, it } from 'vitest';
import { startEngineUnderTest, type EngineUnderTest } from '../../support/engine-under-test.ts';
import { textLike } from '../../support/text-like.ts';

let tieout: EngineUnderTest;
afterEach(() => tieout.close());

describe('the connection profile of a home with books', () => {
  it('is refused for the other mode and for another account, and the books stay usable with their own', async () => {
    tieout = await startEngineUnderTest({ size: 60 });
    await tieout.sync(['stripe']);
    for (const other of [{ livemode: true }, { account: 'acct_other' }])
      await expect(
        tieout.reopen({
          profile: ({ stripe, peoplesoft, ...profile }) => ({
            ...profile,
            stripe: { ...stripe, ...other },
            peoplesoft: { ...peoplesoft, settleSeconds: 600 },
          }),
        }),
      ).rejects.toMatchObject({
        code: 'PROFILE_INVALID',
        message: textLike('this home holds test data of Stripe account'),
        nextStep: textLike('--home DIR'),
      });
    await tieout.reopen();
    expect((await tieout.sync(['stripe'])).systems.stripe?.complete).toBe(true);
  });
});
