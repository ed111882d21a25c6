import type { z } from 'zod';
import { refuseEndless } from './list-page.ts';
import { idOf, refusalReason } from './mapper.ts';
import { instantOf, Refusal } from './reading.ts';
import { eventSchema, type listSchema } from './schema.ts';
import type { RefusedObject, StripeEvent, StripeEventPage } from './types.ts';

/** Event names for one list, at most (Stripe API reference, "List all events", `types`). */
export const EVENT_TYPES_A_LIST = 20;

/**
 * A page of events as hints. An event is rendered in the API version of its creation, not in the one asked for (Stripe API reference,
 * "Events"), so that only what every version has is read of it. One that cannot be read is refused beside the others.
 */
export function readEventPage(
  list: z.infer<typeof listSchema>,
  livemode: boolean,
  startingAfter: string | undefined,
): StripeEventPage {
  const events: StripeEvent[] = [];
  const refused: RefusedObject[] = [];
  for (const value of list.data) {
    const read = readEvent(value, livemode);
    if ('eventType' in read) events.push(read);
    else refused.push(read);
  }
  const lastId = list.data.map(idOf).findLast((id) => id !== null) ?? null;
  refuseEndless('events', list.has_more, lastId, startingAfter);
  return { events, refused, lastId, hasMore: list.has_more };
}

function readEvent(value: unknown, livemode: boolean): StripeEvent | RefusedObject {
  try {
    const head = eventSchema.parse(value);
    if (head.livemode !== undefined && head.livemode !== livemode)
      throw new Refusal('an event of the other mode is never taken in');
    const { object, id = null, customer } = head.data.object;
    return {
      id: head.id,
      createdAt: instantOf(head.created),
      eventType: head.type,
      objectType: object,
      objectId: id,
      customer: typeof customer === 'string' ? customer : idOf(customer),
    };
  } catch (error) {
    const reason = refusalReason(error);
    if (reason === null) throw error;
    return { type: 'event', id: idOf(value), reason, raw: JSON.stringify(value) ?? 'null' };
  }
}
