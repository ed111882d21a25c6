import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { WaitingSettings } from '../../../shared/contract/people.ts';
import { useConfirmSettings, useEndSettings } from '../../api/mutations.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { formatInstant } from '../../ui/dates.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';

const HOLDS = {
  atOnce: 'Once confirmed they hold at once; what is approved already goes out as it was approved.',
  nextStart:
    'The profile changes more than this, so once confirmed they hold with all of it from the next start of Tieout on: close Tieout and open it again.',
} as const;

/** Guarded settings that a changed profile came with: what they change, and a second person's yes or no. */
export function SettingsToConfirm({ settings }: { readonly settings: WaitingSettings }): ReactNode {
  const { unit } = useCompany();
  const { proposedBy, proposedAt, lines, holds } = settings;
  return (
    <section aria-label="Settings to confirm" className="mapping-waiting people-waiting">
      <h2>Settings of the connection profile wait for a second person</h2>
      <p className="quiet">
        Brought in by {proposedBy}, {formatInstant(proposedAt, unit.zone)}. Until they are confirmed those before them
        hold. {HOLDS[holds]}
      </p>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Decision settings={settings} />
    </section>
  );
}

function Decision({ settings }: { readonly settings: WaitingSettings }): ReactNode {
  const { say } = useNotices();
  const [confirm, end] = [useConfirmSettings(), useEndSettings()];
  const [isAsking, setAsking] = useState(false);
  const { version, hash, proposedBy, can } = settings;
  const isBusy = confirm.isPending || end.isPending;
  const error = confirm.error ?? end.error;
  const saying = { onSuccess: ({ text }: { readonly text: string }) => say(text) };
  const endWith = (reason: string | null) => {
    setAsking(false);
    end.mutate({ version, hash, reason }, saying);
  };
  return (
    <>
      <div className="acts">
        <Button
          size="small"
          appearance="primary"
          disabledFocusable={!can.confirm || isBusy}
          title={can.why ?? ''}
          onClick={() => confirm.mutate({ version, hash }, saying)}
        >
          Confirm
        </Button>
        {can.end !== null && (
          <Button
            size="small"
            disabledFocusable={isBusy}
            onClick={() => (can.end === 'withdraw' ? endWith(null) : setAsking(true))}
          >
            {can.end === 'withdraw' ? 'Withdraw' : 'Refuse…'}
          </Button>
        )}
        {can.why !== null && <span className="quiet">{can.why}</span>}
      </div>
      {error !== null && <FailureNotice error={error} dismiss={() => [confirm, end].forEach((each) => each.reset())} />}
      {isAsking && (
        <ReasonDialog
          title="Refuse these settings"
          explanation={`The settings before them go on holding, and ${proposedBy} sees why. The reason goes into the audit.`}
          confirmLabel="Refuse"
          isRequired
          suggestions={['Not agreed with finance', 'Wrong bank account', 'Limit is too high']}
          onCancel={() => setAsking(false)}
          onConfirm={endWith}
        />
      )}
    </>
  );
}
