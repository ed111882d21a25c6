import type { ItemKey } from '../../../shared/domain/ids.ts';
import { itemsHash } from '../../ledger/rejected-pair-store.ts';

/** How the ledger names a set of items, for the plain row keys of matching. */
export const hashItems = (keys: readonly number[]): string => itemsHash(keys as readonly ItemKey[]);
