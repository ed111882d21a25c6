import { ConnectorError } from '../http/connector-error.ts';
import type { StripeType } from './types.ts';

/** Asks with `more` at the end of the query, a parameter or nothing. */
type Ask<Answer> = (more: string) => Promise<Answer>;
export type WithTaxIds = <Answer>(type: StripeType, place: 'list' | 'object', ask: Ask<Answer>) => Promise<Answer>;

/**
 * Asks for customers together with their tax ids, which Stripe leaves out of an answer unless they are asked for (API reference, "Expanding
 * responses"). A key that may read customers and not their tax ids reads them without, from then on; so does a single customer of whom Stripe has none to
 * tell, as a deleted one. Every other failure is the asker's.
 */
export function createWithTaxIds(): WithTaxIds {
  let isWithheld = false;
  return async (type, place, ask) => {
    if (type !== 'customer' || isWithheld) return ask('');
    try {
      return await ask(place === 'list' ? '&expand%5B%5D=data.tax_ids' : '?expand%5B%5D=tax_ids');
    } catch (error) {
      const mayDoWithout =
        error instanceof ConnectorError &&
        (error.kind === 'rights' || (place === 'object' && error.kind === 'refused'));
      if (!mayDoWithout) throw error;
      const answer = await ask('');
      isWithheld = error.kind === 'rights';
      return answer;
    }
  };
}
