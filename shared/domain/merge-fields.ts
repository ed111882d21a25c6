/** Fields of a customer that a person picks one by one when she merges several into one. */
export const MERGE_FIELDS = ['name', 'email', 'phone', 'address', 'taxId'] as const;
export type MergeField = (typeof MERGE_FIELDS)[number];

/** What a field is called beside its values. */
export const MERGE_FIELD_WORDS: Readonly<Record<MergeField, string>> = {
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  address: 'Address',
  taxId: 'Tax ids',
};
