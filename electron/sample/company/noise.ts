import { addDays, localDate, NOW, DAY } from './calendar.ts';
import type { BookItem } from './company.ts';
import { amountText, invoiceQuanta, sampleCurrency, type SampleCurrency } from './currencies.ts';
import type { Desk } from './desk.ts';

const OPEN_ITEM_SHARE = 0.16;
const CREDIT_MEMO_SHARE = 0.03;
const OTHER_CURRENCY_SHARE = 0.02;
const OTHER_CURRENCY = { US: 'CAD', DE: 'GBP' } as const;

/** What PeopleSoft holds that no charge of the month pays: open items, credit memos, items in another currency. */
export function writeNoise(desk: Desk): void {
  if (desk.random.chance(OPEN_ITEM_SHARE)) writeItem(desk, 'IN', null);
  if (desk.random.chance(CREDIT_MEMO_SHARE)) writeItem(desk, 'CR', null);
  if (desk.random.chance(OTHER_CURRENCY_SHARE)) writeItem(desk, desk.random.chance(0.5) ? 'IN' : 'DR', OTHER_CURRENCY);
}

function writeItem(desk: Desk, entryType: BookItem['entryType'], other: typeof OTHER_CURRENCY | null): void {
  const customer = desk.customer();
  if (customer.custId === null) return;
  const currency: SampleCurrency = other ? sampleCurrency(other[customer.unit.unit]) : customer.currency;
  const quanta = invoiceQuanta(desk.random, currency);
  const itemDate = localDate(NOW - desk.random.between(2 * DAY, 80 * DAY), customer.unit.zone);
  const prefix = entryType === 'CR' ? 'CM' : 'INV';
  desk.toPeopleSoft({
    kind: 'item',
    item: {
      businessUnit: customer.unit.businessUnit,
      custId: customer.custId,
      item: `${prefix}-${String(desk.nextSerial()).padStart(7, '0')}`,
      itemLine: 0,
      amount: amountText(currency, entryType === 'CR' ? -quanta : quanta),
      currency: currency.code,
      itemDate,
      dueDate: addDays(itemDate, 30),
      poReference: null,
      entryType,
    },
  });
}
