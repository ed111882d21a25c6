import { SYSTEMS, type SystemName } from '../../shared/domain/states.ts';
import { checkStripe } from './check-stripe.ts';
import type { Company } from './company.ts';
import type { ConnectionCheck } from './engine-types.ts';

/**
 * Pings each system of a company: whether it answers, who we are there, and what is missing in words an administrator can act
 * on. Failures of a connection are part of the answer; rejects only for defects.
 */
export async function checkCompany(company: Company, signal?: AbortSignal): Promise<ConnectionCheck[]> {
  return Promise.all(SYSTEMS.map((system) => checkSystem(company, system, signal)));
}

/** The same for one system. */
export function checkSystem(company: Company, system: SystemName, signal?: AbortSignal): Promise<ConnectionCheck> {
  return ping(system, () =>
    system === 'stripe' ? checkStripe(company.stripe, signal) : pingPeopleSoft(company, signal),
  );
}

type Answer = Omit<ConnectionCheck, 'system' | 'ok'>;

async function pingPeopleSoft(company: Company, signal: AbortSignal | undefined): Promise<Answer> {
  const identity = await company.peopleSoft.identify(signal);
  return { version: identity.toolsVersion, signIn: identity.signIn, found: identity.found, missing: identity.missing };
}

async function ping(system: SystemName, run: () => Promise<Answer>): Promise<ConnectionCheck> {
  try {
    const answer = await run();
    return { system, ok: answer.missing.length === 0, ...answer };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConnectorError') throw error;
    const nextStep = 'nextStep' in error ? String(error.nextStep) : '';
    const kind = 'kind' in error ? String(error.kind) : 'failed';
    return {
      system,
      ok: false,
      version: 'unknown',
      signIn: 'failed',
      found: [],
      missing: [{ what: kind, why: error.message, fix: nextStep }],
    };
  }
}
