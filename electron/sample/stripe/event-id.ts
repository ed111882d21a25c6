import { opaque } from '../company/identifiers.ts';
import { createRandom } from '../company/random.ts';

const PLACE_DIGITS = 11;
const PREFIX = 'evt_1';

/** Id of the event at a place of the list. Made from the place, so that millions of events need no column and index for it. */
export function eventId(place: number): string {
  const low = place % 0x1_0000_0000;
  const noise = opaque(createRandom(low, Math.floor(place / 0x1_0000_0000)), 12);
  return `${PREFIX}${noise}${place.toString(36).padStart(PLACE_DIGITS, '0')}`;
}

/** The place an event id stands for, or null when this simulator never gave such an id. */
export function placeOfEvent(id: string): number | null {
  const place = Number.parseInt(id.slice(-PLACE_DIGITS), 36);
  return Number.isSafeInteger(place) && place > 0 && eventId(place) === id ? place : null;
}
