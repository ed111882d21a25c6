import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { MappingDiscovered, MappingList, MappingVersionRow } from '../../../shared/contract/mapping.ts';
import { useConfirmMapping, useEndMapping } from '../../api/mutations.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { formatInstant } from '../../ui/dates.ts';
import { SecondPerson } from '../../ui/second-person.tsx';
import { changesBetween } from './mapping-choices.ts';
import type { Names } from './mapping-choices.ts';

interface WaitingVersionProps {
  readonly version: MappingVersionRow;
  readonly inUse: MappingList['inUse'];
  readonly found: MappingDiscovered | undefined;
  readonly show: (names: Names) => void;
}

/** The version that waits for a second person: who proposed it, what it changes, and her yes or no. */
export function WaitingVersion({ version, inUse, found, show }: WaitingVersionProps): ReactNode {
  const { unit } = useCompany();
  const { say } = useNotices();
  const [confirm, end] = [useConfirmMapping(), useEndMapping()];
  const seen = { version: version.version, hash: version.hash };
  const from =
    version.effectiveFromAt === null ? 'once confirmed' : `from ${formatInstant(version.effectiveFromAt, unit.zone)}`;
  const changes = changesBetween(inUse.properties, version.properties, found?.fields ?? []);
  return (
    <section aria-label="Version to confirm" className="mapping-waiting">
      <h2>Version {version.version} waits for a second person</h2>
      <p className="quiet">
        Proposed by {version.proposedBy}, {formatInstant(version.proposedAt, unit.zone)}, for {version.service}; it
        holds {from}.
      </p>
      {changes.length === 0 && <p>It names the same properties as those in use.</p>}
      <ul>
        {changes.map(({ label, before, after }) => (
          <li key={label}>
            {label}: <code>{before}</code> becomes <code>{after}</code>
          </li>
        ))}
      </ul>
      <SecondPerson
        can={version.can}
        steps={[confirm, end]}
        confirm={() =>
          confirm.mutate(seen, { onSuccess: (row) => say(`Mapping version ${row.version} is confirmed.`) })
        }
        end={(reason) =>
          end.mutate(
            { ...seen, reason },
            { onSuccess: (row) => say(`Mapping version ${row.version} is ${row.ended?.as ?? 'withdrawn'}.`) },
          )
        }
        refusal={{
          title: `Refuse version ${version.version}`,
          explanation: `What is in use goes on holding, and ${version.proposedBy} sees why. The reason goes into the audit.`,
          suggestions: ['The site means another property', 'Not tried in the test system', 'Not agreed with IT'],
        }}
      >
        <Button size="small" onClick={() => show(version.properties)}>
          Show it in the table
        </Button>
      </SecondPerson>
    </section>
  );
}
