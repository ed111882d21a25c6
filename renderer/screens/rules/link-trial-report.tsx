import type { ReactNode } from 'react';
import type { LinkTrial } from '../../../shared/contract/rules.ts';
import { formatCount } from '../../ui/money.ts';
import { ObjectId } from '../../ui/object-id.tsx';
import { figures, TableHead } from '../../ui/table-head.tsx';

/** What the rules that link customers would do, and where a person said something else; nothing where none is on. */
export function LinkTrialReport({ links }: { readonly links: LinkTrial }): ReactNode {
  const { byRule, rows } = links;
  if (byRule.length === 0) return null;
  return (
    <section aria-label="Links tried">
      <h3 id="links-tried">Links of customers</h3>
      <table className="plain-table rules-tried" aria-labelledby="links-tried">
        <TableHead
          columns={['Rule', figures('Gained'), figures('Lost'), figures('As a person said'), figures('Wrong')]}
        />
        <tbody>
          {byRule.map(({ rule, gained, lost, agreed, wrong }) => (
            <tr key={rule}>
              <th scope="row">{rule}</th>
              {[gained, lost, agreed, wrong].map((count, at) => (
                // The four stand in the order of the columns above.
                <td key={at} className="right figures">
                  {formatCount(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > 0 && (
        <table className="plain-table" aria-label="Customers that would be linked">
          <TableHead columns={['Stripe', 'PeopleSoft', 'Rule', 'A person said']} />
          <tbody>
            {rows.map(({ customerId, name, custId, peopleSoftName, rule, said }) => (
              <tr key={`${customerId} ${custId} ${said ?? ''}`}>
                <th scope="row">
                  {name ?? ''} <ObjectId id={customerId} />
                </th>
                <td>
                  {custId} {peopleSoftName}
                </td>
                <td>{rule}</td>
                <td>{said ?? 'nothing'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
