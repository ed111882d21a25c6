/** Entry types of this site with their descriptions (ENTRY_TYPE_TBL). */
export const ENTRY_TYPES: readonly (readonly [code: string, description: string])[] = [
  ['CO', 'Cash out'],
  ['CR', 'Credit memo'],
  ['DR', 'Debit memo'],
  ['IN', 'Invoice'],
  ['OA', 'On account'],
  ['PY', 'Payment'],
  ['RF', 'Refund to voucher'],
];
