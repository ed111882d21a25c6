import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { CommandOutput } from '../../../shared/contract/contract.ts';
import { useCheckProfile, useSaveProfile } from '../../api/mutations.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { EmptyLoading } from '../../ui/empty.tsx';
import { CheckReport } from './check-report.tsx';
import { FormGroup } from './form-group.tsx';
import { JsonImport } from './json-import.tsx';
import { OptionalSection } from './optional-section.tsx';
import { SITE_OPTIONS } from './optional-groups.ts';
import { FIELD_GROUPS } from './profile-fields.ts';
import { ScheduleSection } from './schedule-section.tsx';
import { DEPOSIT, QUERIES } from './site-name-groups.ts';
import { UnitGroups } from './unit-groups.tsx';
import { secretsByName, useProfileForm } from './use-profile-form.ts';
import type { ProfileForm } from './use-profile-form.ts';

/** The connection profile of a company of one's own: write it, ping the real systems with it, save it. */
export function OwnCompany(): ReactNode {
  const form = useProfileForm();
  const check = useCheckProfile();
  const save = useSaveProfile();
  const runCheck = () => {
    form.showFaults();
    if (form.faults.length > 0) return;
    check.mutate(
      { profile: form.draft, secrets: secretsByName(form.draft, form.secrets) },
      { onSuccess: ({ faults }) => form.showFaults(faults) },
    );
  };
  const runSave = () => {
    form.showFaults();
    if (form.faults.length > 0) return;
    save.mutate({ profile: form.draft, secrets: secretsByName(form.draft, form.secrets) });
  };
  return (
    <section className="screen own-company" aria-label="Use my own company">
      <ScreenHead
        title="Use my own company"
        sentence="The sample company stays as it is; yours gets a ledger of its own."
      />
      <div className="own-columns">
        <form
          className="scroll"
          data-pane="rows"
          aria-label="Connection profile"
          autoComplete="off"
          onSubmit={(event) => event.preventDefault()}
        >
          <JsonImport form={form} />
          {FIELD_GROUPS.map((group) => (
            <FormGroup key={group.title} group={group} form={form} />
          ))}
          <ScheduleSection form={form} />
          {SITE_OPTIONS.map((option) => (
            <OptionalSection key={option.path} option={option} form={form} />
          ))}
          <FormGroup group={QUERIES} form={form} />
          <FormGroup group={DEPOSIT} form={form} />
          <UnitGroups form={form} />
        </form>
        <aside className="card scroll check-pane" data-pane="decision" aria-label="Check and save" tabIndex={0}>
          <h2>Check and save</h2>
          <p className="quiet">
            The check signs in to each system, reads a little and writes nothing. Saving keeps a credential that belongs
            to a vault key, encrypted; one that belongs to an environment variable is never kept.
          </p>
          <div className="acts">
            <Button appearance="primary" disabledFocusable={check.isPending} onClick={runCheck}>
              Ping both systems
            </Button>
            <Button disabledFocusable={save.isPending} onClick={runSave}>
              Save the profile
            </Button>
          </div>
          <FaultList form={form} />
          {check.isPending && <EmptyLoading what="from both systems" />}
          {check.error !== null && <FailureNotice error={check.error} dismiss={() => check.reset()} />}
          {check.data !== undefined && <CheckReport systems={check.data.systems} />}
          {save.error !== null && <FailureNotice error={save.error} dismiss={() => save.reset()} />}
          {save.data !== undefined && <Saved {...save.data} />}
        </aside>
      </div>
    </section>
  );
}

function FaultList({ form }: { readonly form: ProfileForm }): ReactNode {
  if (!form.areFaultsShown || form.faults.length === 0) return null;
  return (
    <div className="failure fault-list" role="alert">
      <div>
        <strong>
          {form.faults.length === 1 ? 'One field is not right yet' : `${form.faults.length} fields are not right yet`}
        </strong>
        <ul>
          {form.faults.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Saved({ file, command, recoveryKey }: CommandOutput<'profile.save'>): ReactNode {
  return (
    <div className="saved" role="status">
      <h3>Saved</h3>
      <p>
        <code>{file}</code>
      </p>
      {recoveryKey !== null && (
        <div className="recovery">
          <h3>Recovery key, shown only now</h3>
          <p>Without it the ledger cannot be opened on another machine. Give it to the finance team to keep.</p>
          <p className="address">
            <code>{recoveryKey}</code> <CopyButton text={recoveryKey} label="the recovery key" />
          </p>
        </div>
      )}
      <p>Set the environment variables it names, then open the company with</p>
      <p className="address">
        <code>{command}</code> <CopyButton text={command} label="the command" />
      </p>
    </div>
  );
}
