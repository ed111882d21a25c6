import type { ReactNode } from 'react';
import type { CustomerCandidateRow } from '../../../shared/contract/customers.ts';
import type { CustomerFieldRow } from '../../../shared/contract/customer-fields.ts';
import { formatPoints } from '../../ui/money.ts';
import { figures, TableHead } from '../../ui/table-head.tsx';

const FIELD_WORDS: Readonly<Record<CustomerFieldRow['field'], string>> = {
  name: 'Name',
  otherName: 'Other name',
  street: 'Street',
  street2: 'Second line',
  city: 'City',
  postalCode: 'Postal code',
  region: 'Region',
  country: 'Country',
  phone: 'Telephone',
  email: 'E-mail',
  vatId: 'VAT id',
  taxId: 'Tax id',
  sharedId: 'Shared id',
};
const AGREEMENT_WORDS: Readonly<Record<CustomerFieldRow['agreement'], string>> = {
  equal: 'equal',
  near: 'nearly equal',
  partly: 'partly equal',
  different: 'different',
  compared: 'word by word',
  unknown: 'only one tells',
  notCompared: 'not compared',
};

/** What both systems know of a pair, field by field, with what the site's rules say of it. */
export function CustomerFields({ candidate }: { readonly candidate: CustomerCandidateRow }): ReactNode {
  const { custId, fields, rule } = candidate;
  if (fields.length === 0) return null;
  return (
    <section aria-label="Field by field">
      <h2>Field by field with {custId}</h2>
      {rule !== null && <p>{rule}</p>}
      <table className="plain-table customer-fields">
        <TableHead columns={['Field', 'Stripe', 'PeopleSoft', 'Agreement', figures('Points')]} />
        <tbody>
          {fields.map(({ field, stripe, peopleSoft, agreement, points }) => (
            <tr key={field}>
              <th scope="row">{FIELD_WORDS[field]}</th>
              <td>{stripe ?? '—'}</td>
              <td>{peopleSoft ?? '—'}</td>
              <td>{AGREEMENT_WORDS[agreement]}</td>
              <td className="right figures">{points === null ? '' : formatPoints(points)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
