import { CONTACT_PRESET } from './contact.ts';
import { CUSTOMER_BILL_TO_PRESET } from './customer-bill-to.ts';
import { CUSTOMER_MAIN_PRESET } from './customer-main.ts';
import { CUSTOMER_PRESET } from './customer.ts';
import { DEPOSIT_PRESET } from './deposit.ts';
import { PENDING_ITEM_PRESET } from './pending-item.ts';
import type { Preset } from './preset.ts';
import { REQUISITION_PRESET } from './requisition.ts';

/** Every document that a mapping can be proposed for. */
export const PRESETS: readonly Preset[] = [
  DEPOSIT_PRESET,
  PENDING_ITEM_PRESET,
  CUSTOMER_PRESET,
  CUSTOMER_MAIN_PRESET,
  CUSTOMER_BILL_TO_PRESET,
  CONTACT_PRESET,
  REQUISITION_PRESET,
];
