import type { ReactNode } from 'react';
import type { WaitingSettings } from '../../../shared/contract/people.ts';
import { useConfirmSettings, useEndSettings } from '../../api/mutations.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { formatInstant } from '../../ui/dates.ts';
import { SecondPerson } from '../../ui/second-person.tsx';

const HOLDS = {
  atOnce: 'Once confirmed they hold at once; what is approved already goes out as it was approved.',
  nextStart:
    'The profile changes more than this, so once confirmed they hold with all of it from the next start of Tieout on: close Tieout and open it again.',
} as const;

/** Guarded settings that a changed profile came with: what they change, and a second person's yes or no. */
export function SettingsToConfirm({ settings }: { readonly settings: WaitingSettings }): ReactNode {
  const { unit } = useCompany();
  const { say } = useNotices();
  const [confirm, end] = [useConfirmSettings(), useEndSettings()];
  const { version, hash, proposedBy, proposedAt, lines, holds, can } = settings;
  const saying = { onSuccess: ({ text }: { readonly text: string }) => say(text) };
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
      <SecondPerson
        can={can}
        steps={[confirm, end]}
        confirm={() => confirm.mutate({ version, hash }, saying)}
        end={(reason) => end.mutate({ version, hash, reason }, saying)}
        refusal={{
          title: 'Refuse these settings',
          explanation: `The settings before them go on holding, and ${proposedBy} sees why. The reason goes into the audit.`,
          suggestions: ['Not agreed with finance', 'Wrong bank account', 'Limit is too high'],
        }}
      />
    </section>
  );
}
