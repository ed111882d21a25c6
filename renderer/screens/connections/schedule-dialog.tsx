import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { ScheduleCurrent } from '../../../shared/contract/schedule.ts';
import { useChangeSchedule } from '../../api/mutations.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { draftOf, readSchedule, withEntry, type ScheduleDraft } from './schedule-draft.ts';
import { WEEKDAYS } from './schedule-words.ts';

interface ScheduleDialogProps {
  readonly schedule: ScheduleCurrent;
  readonly close: () => void;
}
interface PartProps {
  readonly draft: ScheduleDraft;
  readonly change: (change: Partial<ScheduleDraft>) => void;
}

/** Changes windows, days without bulk work and gentleness. Esc goes back with nothing done. */
export function ScheduleDialog({ schedule, close }: ScheduleDialogProps): ReactNode {
  useReturnFocus();
  const { say } = useNotices();
  const save = useChangeSchedule();
  const [draft, setDraft] = useState(() => draftOf(schedule.settings));
  const [faults, setFaults] = useState<readonly string[]>([]);
  const change = (next: Partial<ScheduleDraft>) => setDraft((old) => ({ ...old, ...next }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readSchedule(draft);
    if ('faults' in read) return setFaults(read.faults);
    setFaults([]);
    save.mutate(
      { settings: read.settings, seenHash: schedule.hash },
      {
        onSuccess: () => {
          say('The quiet windows are changed.');
          close();
        },
      },
    );
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && close()}>
      <DialogSurface className="dialog schedule-dialog">
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>Quiet windows</DialogTitle>
            <DialogContent className="dialog-content">
              <Windows draft={draft} change={change} />
              <Blackouts draft={draft} change={change} />
              <Gentleness draft={draft} change={change} />
              {faults.map((fault) => (
                <p key={fault} role="alert" className="bad">
                  {fault}
                </p>
              ))}
              {save.error !== null && <FailureNotice error={save.error} dismiss={() => save.reset()} />}
            </DialogContent>
            <DialogActions>
              <Button onClick={close}>Cancel</Button>
              <Button type="submit" appearance="primary" disabledFocusable={save.isPending}>
                Save
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

function Windows({ draft, change }: PartProps): ReactNode {
  const zone = useCompany().unit.zone;
  const set = (at: number, next: Partial<ScheduleDraft['windows'][number]> | null) =>
    change({ windows: withEntry(draft.windows, at, next) });
  return (
    <fieldset className="schedule-part">
      <legend>Hours in which bulk work may run; none: always</legend>
      {draft.windows.map((window, at) => (
        <div key={at} className="schedule-row" role="group" aria-label={`Window ${at + 1}`}>
          {WEEKDAYS.map((name, index) => (
            <Checkbox
              key={name}
              label={name}
              checked={window.days.includes(index + 1)}
              onChange={(_, { checked }) =>
                set(at, {
                  days: EVERY_DAY.filter((day) => (day === index + 1 ? checked === true : window.days.includes(day))),
                })
              }
            />
          ))}
          <Text label="From" value={window.from} change={(from) => set(at, { from })} />
          <Text label="To" value={window.to} change={(to) => set(at, { to })} />
          <Text label="Zone" value={window.zone} change={(next) => set(at, { zone: next })} />
          <Button size="small" onClick={() => set(at, null)}>
            Remove
          </Button>
        </div>
      ))}
      <Button
        size="small"
        onClick={() => change({ windows: [...draft.windows, { zone, from: '18:00', to: '06:00', days: EVERY_DAY }] })}
      >
        Add a window
      </Button>
    </fieldset>
  );
}

function Blackouts({ draft, change }: PartProps): ReactNode {
  const zone = useCompany().unit.zone;
  const set = (at: number, next: Partial<ScheduleDraft['blackouts'][number]> | null) =>
    change({ blackouts: withEntry(draft.blackouts, at, next) });
  return (
    <fieldset className="schedule-part">
      <legend>Days without bulk work, whatever the windows say</legend>
      {draft.blackouts.map((blackout, at) => (
        <div key={at} className="schedule-row" role="group" aria-label={`Days without bulk work ${at + 1}`}>
          <Text label="First day" value={blackout.from} change={(from) => set(at, { from })} />
          <Text label="Last day" value={blackout.to} change={(to) => set(at, { to })} />
          <Text label="Reason" value={blackout.reason} change={(reason) => set(at, { reason })} />
          <Text label="Zone" value={blackout.zone} change={(next) => set(at, { zone: next })} />
          <Button size="small" onClick={() => set(at, null)}>
            Remove
          </Button>
        </div>
      ))}
      <Button
        size="small"
        onClick={() => change({ blackouts: [...draft.blackouts, { zone, from: '', to: '', reason: '' }] })}
      >
        Add days
      </Button>
    </fieldset>
  );
}

function Gentleness({ draft, change }: PartProps): ReactNode {
  return (
    <fieldset className="schedule-part">
      <legend>How gently; requests a second and at once hold from the next start on</legend>
      <div className="schedule-row">
        <Text
          label="Payments a deposit"
          value={draft.paymentsPerDeposit}
          change={(paymentsPerDeposit) => change({ paymentsPerDeposit })}
        />
        <Text
          label="Requests a second"
          value={draft.requestsPerSecond}
          change={(requestsPerSecond) => change({ requestsPerSecond })}
        />
        <Text label="At once" value={draft.concurrency} change={(concurrency) => change({ concurrency })} />
        <Checkbox
          label="“Approve and post” waits for the window too"
          checked={draft.oneClickWaits}
          onChange={(_, { checked }) => change({ oneClickWaits: checked === true })}
        />
      </div>
    </fieldset>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
}

function Text({ label, value, change }: TextProps): ReactNode {
  return (
    <Field size="small" label={label}>
      <Input
        size="small"
        value={value}
        autoComplete="off"
        onChange={(_, { value: next }) => change(next.trimStart())}
      />
    </Field>
  );
}
