import { expect, it, onTestFinished } from 'vitest';
import { SAMPLE_SECRETS } from '../../../../electron/sample/sample-profile.ts';
import { startEngineUnderTest } from '../../../support/engine-under-test.ts';
import { textLike } from '../../../support/text-like.ts';

const HOUR_MS = 3_600_000;

it('a refused sign-in stays said while the quiet window is closed, until a look at PeopleSoft gets in', async () => {
  const tieout = await startEngineUnderTest({
    size: 120,
    profile: (profile) => ({
      ...profile,
      peoplesoft: { ...profile.peoplesoft, quietWindow: { zone: 'UTC', from: '20:00', to: '05:00' } },
    }),
  });
  onTestFinished(() => tieout.close());
  const hour = () => new Date(tieout.clock.nowMs()).getUTCHours();
  const password = tieout.secrets.get(SAMPLE_SECRETS.password) ?? '';
  tieout.secrets.set(SAMPLE_SECRETS.password, 'somebody else’s');
  while (hour() !== 21) tieout.clock.jump(HOUR_MS);
  await tieout.sync(['peoplesoft']);
  const refused = { state: 'needsAttention', message: textLike(/sign-in|password/) };
  expect(await tieout.connection('peoplesoft')).toMatchObject(refused);

  while (hour() !== 9) tieout.clock.jump(HOUR_MS);
  await tieout.sync(['peoplesoft']);
  expect(await tieout.connection('peoplesoft')).toMatchObject({ ...refused, line: textLike(/sign-in|password/) });

  tieout.secrets.set(SAMPLE_SECRETS.password, password);
  await tieout.sync(['peoplesoft']);
  expect(await tieout.connection('peoplesoft')).toMatchObject({ state: 'paused', message: textLike('quiet window') });
});
