import { ConnectorError } from '../http/connector-error.ts';
import type { StripeType } from './types.ts';

/** Asks for a list (its path has a query) or for one object. */
type Get = (type: StripeType, path: string, signal: AbortSignal | undefined) => Promise<unknown>;

/**
 * Asks for customers together with their tax ids, which Stripe leaves out of an answer unless they are asked for (API reference, "Expanding
 * responses"). A key that may read customers and not their tax ids reads them without, from then on; so does a single customer of whom Stripe has none to
 * tell, as a deleted one. Every other failure is the asker's.
 */
export function withTaxIds(get: Get): Get {
  let isWithheld = false;
  return async (type, path, signal) => {
    if (type !== 'customer' || isWithheld) return get(type, path, signal);
    const isList = path.includes('?');
    try {
      return await get(type, `${path}${isList ? '&expand%5B%5D=data.tax_ids' : '?expand%5B%5D=tax_ids'}`, signal);
    } catch (error) {
      const mayDoWithout =
        error instanceof ConnectorError && (error.kind === 'rights' || (!isList && error.kind === 'refused'));
      if (!mayDoWithout) throw error;
      const answer = await get(type, path, signal);
      isWithheld = error.kind === 'rights';
      return answer;
    }
  };
}
