import { registerHooks } from 'node:module';

/**
 * The control of the kill row, loaded before the program: a sender that takes every doubt for absence instead of reading
 * PeopleSoft, and so sends again what it does not know. Nothing else differs from the product.
 */
const BLIND = `
export async function readBackDeposit(_ports, _settings, deposit) {
  return deposit.payments.map(({ postingId }) => ({
    postingId, verdict: 'absent', text: null, absenceProven: true, depositId: null,
  }));
}
`;

registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('/electron/posting/read-back-deposit.ts')) return nextLoad(url, context);
    return { format: 'module', source: BLIND, shortCircuit: true };
  },
});
