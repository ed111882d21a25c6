import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { WaitingSettings } from '../../../shared/contract/people.ts';
import { useConfirmSettings } from '../../api/mutations.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { formatInstant } from '../../ui/dates.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';

/** Bank accounts and rules that a changed profile came with: what they change, and a second person's yes. */
export function SettingsToConfirm({ settings }: { readonly settings: WaitingSettings }): ReactNode {
  const { unit } = useCompany();
  const { say } = useNotices();
  const confirm = useConfirmSettings();
  const { version, hash, proposedBy, proposedAt, lines, can } = settings;
  return (
    <section aria-label="Bank accounts and rules" className="mapping-waiting people-waiting">
      <h2>Bank accounts and rules of the profile wait for a second person</h2>
      <p className="quiet">
        Brought in by {proposedBy}, {formatInstant(proposedAt, unit.zone)}. Until they are confirmed those before them
        hold.
      </p>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="acts">
        <Button
          size="small"
          appearance="primary"
          disabledFocusable={!can.confirm || confirm.isPending}
          title={can.why ?? ''}
          onClick={() => confirm.mutate({ version, hash }, { onSuccess: ({ text }) => say(text) })}
        >
          Confirm
        </Button>
        {can.why !== null && <span className="quiet">{can.why}</span>}
      </div>
      {confirm.error !== null && <FailureNotice error={confirm.error} dismiss={() => confirm.reset()} />}
    </section>
  );
}
