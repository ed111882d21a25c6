import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { MappingDiscovered, MappingList, MappingVersionRow } from '../../../shared/contract/mapping.ts';
import { useConfirmMapping } from '../../api/mutations.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { formatInstant } from '../../ui/dates.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { changesBetween } from './mapping-choices.ts';
import type { Names } from './mapping-choices.ts';

interface WaitingVersionProps {
  readonly version: MappingVersionRow;
  readonly inUse: MappingList['inUse'];
  readonly found: MappingDiscovered | undefined;
  readonly show: (names: Names) => void;
}

/** The version that waits for a second person: who proposed it, what it changes, and her yes. */
export function WaitingVersion({ version, inUse, found, show }: WaitingVersionProps): ReactNode {
  const { unit } = useCompany();
  const { say } = useNotices();
  const confirm = useConfirmMapping();
  const run = () =>
    confirm.mutate(
      { version: version.version, hash: version.hash },
      { onSuccess: (row) => say(`Mapping version ${row.version} is confirmed.`) },
    );
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
      <div className="acts">
        <Button
          size="small"
          appearance="primary"
          disabledFocusable={!version.can.confirm || confirm.isPending}
          onClick={run}
        >
          Confirm
        </Button>
        <Button size="small" onClick={() => show(version.properties)}>
          Show it in the table
        </Button>
        {version.can.why !== null && <span className="quiet">{version.can.why}</span>}
      </div>
      {confirm.error !== null && <FailureNotice error={confirm.error} dismiss={() => confirm.reset()} />}
    </section>
  );
}
