import type { Profile } from '../../../shared/contract/profile.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { mapStripeObject } from '../../connectors/stripe/mapper.ts';
import { STRIPE_TYPES, type StripeType } from '../../connectors/stripe/types.ts';
import { nextKeptPayloads, storeReread, type KeptPayload, type RereadKept } from '../../ingest/stripe/kept-payloads.ts';
import { unitRules } from '../../ingest/movements/unit-rules.ts';
import type { Ledger } from '../../ledger/operation.ts';

/** Objects in one transaction: clicks and other writes wait no longer than for these. */
const SLICE = 500;

/**
 * Reads the objects of a ledger from before their details were kept once more, from their kept payloads; nothing is asked for at Stripe here.
 * Cut off by `signal` it goes on from there the next time. Answers how many were read and how many Stripe has to be asked for.
 */
export async function rereadKept(options: {
  readonly ledger: Ledger;
  readonly profile: Pick<Profile, 'stripe' | 'units'>;
  readonly now: () => Instant;
  readonly signal: AbortSignal;
}): Promise<{ readonly read: number; readonly toAsk: number }> {
  const { ledger, profile, now, signal } = options;
  const { livemode } = profile.stripe;
  let read = 0;
  let toAsk = 0;
  while (!signal.aborted) {
    const kept = await ledger.read(nextKeptPayloads, { limit: SLICE });
    if (kept === null) break;
    const { readable, unreadable } = readAgain(kept, livemode);
    const after = kept.length < SLICE ? null : (kept.at(-1)?.sourceKey ?? null);
    const context = { livemode, units: unitRules(profile), at: now() };
    await ledger.write(storeReread, { context, readable, unreadable, after });
    read += readable.length;
    toAsk += unreadable.length;
  }
  return { read, toAsk };
}

function readAgain(slice: readonly KeptPayload[], livemode: boolean): Pick<RereadKept, 'readable' | 'unreadable'> {
  const readable: RereadKept['readable'][number][] = [];
  const unreadable: KeptPayload[] = [];
  for (const { payloadText, ...kept } of slice) {
    if (!isStripeType(kept.type)) continue;
    const mapped = mapStripeObject(kept.type, parsed(payloadText), livemode);
    if (mapped.accepted) readable.push({ kept, object: mapped.object });
    else unreadable.push({ ...kept, payloadText });
  }
  return { readable, unreadable: unreadable.map(({ account, type, id }) => ({ account, type, id })) };
}

function isStripeType(type: string): type is StripeType {
  return STRIPE_TYPES.some((known) => known === type);
}

/** What is no JSON cannot be read either; it is refused with the rest. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
