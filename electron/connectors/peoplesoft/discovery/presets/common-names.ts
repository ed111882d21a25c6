/** Record field names that sites give what no delivered record has, the likeliest first. */
export const STRIPE_ID_NAMES: readonly string[] = [
  'EXTERNAL_ID',
  'STRIPE_ID',
  'EXT_REF_ID',
  'REF_VALUE',
  'EXTERNAL_REF',
  'COMMENTS',
  'DESCR254',
];
export const APPROVER_NAMES: readonly string[] = ['APPROVED_BY', 'APPROVER', 'APPROVAL_OPRID', 'OPRID_APPROVED'];
