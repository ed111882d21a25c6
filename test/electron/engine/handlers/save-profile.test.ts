import { describe, expect, it } from 'vitest';
import { saveProfile } from '../../../../electron/engine/handlers/company-handlers.ts';
import type { EngineContext } from '../../../../electron/engine/handlers/engine-context.ts';
import type { Session } from '../../../../electron/engine/contract/session.ts';
import { ownProfile } from '../own-profile.ts';

const ADMINISTRATOR = { actor: { id: 'ada', roles: ['administrator'] } } as unknown as Session;

/** How often saving with these typed secrets lets a refused PeopleSoft sign-in out again. */
async function resetsAfter(secrets: Readonly<Record<string, string>>): Promise<number> {
  const own = ownProfile();
  const profile = {
    ...own,
    stripe: { ...own.stripe, key: { vault: 'stripe-key' } },
    peoplesoft: { ...own.peoplesoft, user: { vault: 'ps-user' }, password: { env: 'PS_PASSWORD' } },
  };
  let resets = 0;
  const context = {
    company: { profile, peopleSoft: { resetSignIn: () => void (resets += 1) } },
    options: { sample: false, saveCompany: async () => ({ file: 'profile.json', command: '', recoveryKey: null }) },
  } as unknown as EngineContext;
  await saveProfile(context, { profile, secrets }, ADMINISTRATOR);
  return resets;
}

describe('saving credentials', () => {
  it.each(['ps-user', 'PS_PASSWORD'])('lets PeopleSoft’s sign-in out again when %s is among them', async (name) => {
    expect(await resetsAfter({ [name]: 'typed', 'stripe-key': 'typed' })).toBe(1);
  });

  it('leaves a refused PeopleSoft sign-in refused when they are others, or none', async () => {
    expect(await resetsAfter({ 'stripe-key': 'typed' })).toBe(0);
    expect(await resetsAfter({ 'ps-user': '' })).toBe(0);
    expect(await resetsAfter({})).toBe(0);
  });
});
