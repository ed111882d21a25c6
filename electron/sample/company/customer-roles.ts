import { mix } from './random.ts';

/** What becomes of a customer's name and ids in the two systems. */
export interface Role {
  readonly name: 'same' | 'spelling' | 'shared' | 'trading' | 'missing';
  readonly link: 'none' | 'externalId' | 'metadata' | 'both';
  readonly count: number;
}

/** Every twenty customers hold exactly these roles: 50 % linked, 20 % spelled differently, 10 % sharing a name, 5 % missing. */
const ROLES: readonly Role[] = [
  { name: 'shared', link: 'externalId', count: 1 },
  { name: 'shared', link: 'none', count: 1 },
  { name: 'missing', link: 'none', count: 1 },
  { name: 'trading', link: 'externalId', count: 1 },
  { name: 'spelling', link: 'externalId', count: 1 },
  { name: 'spelling', link: 'metadata', count: 1 },
  { name: 'spelling', link: 'none', count: 2 },
  { name: 'same', link: 'externalId', count: 3 },
  { name: 'same', link: 'metadata', count: 2 },
  { name: 'same', link: 'both', count: 1 },
  { name: 'same', link: 'none', count: 6 },
];
const CARDS = ROLES.flatMap((role) => Array.from({ length: role.count }, () => role));
export const CUSTOMER_BLOCK = CARDS.length;
export const FIRST_SHARED = 0;
export const SECOND_SHARED = 1;
export const MISSING = CARDS.findIndex((role) => role.name === 'missing');
const STRIDES = [1, 3, 7, 9, 11, 13, 17, 19] as const;

/** The card that a place of a block holds. */
function cardAt(seed: number, block: number, place: number): number {
  const mixed = mix(seed, 21, block);
  const stride = STRIDES[mixed % STRIDES.length] ?? 1;
  return (place * stride + ((mixed >>> 8) % CUSTOMER_BLOCK)) % CUSTOMER_BLOCK;
}

/** The place in a block that holds a card. */
export function placeOf(seed: number, block: number, card: number): number {
  for (let place = 0; place < CUSTOMER_BLOCK; place += 1) if (cardAt(seed, block, place) === card) return place;
  return 0;
}

/** The card and the role of a customer by its index. */
export function roleOf(seed: number, index: number): { readonly card: number; readonly role: Role } {
  const card = cardAt(seed, Math.floor(index / CUSTOMER_BLOCK), index % CUSTOMER_BLOCK);
  const role = CARDS[card];
  if (!role) throw new RangeError(`no customer has the index ${index}`);
  return { card, role };
}
