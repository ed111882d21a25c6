import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ScheduleCurrent } from '../../../shared/contract/schedule.ts';
import { useClient } from '../../api/client-context.ts';
import { useSendPostings } from '../../api/mutations.ts';
import { scheduleQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { capital } from '../../ui/capital.ts';
import { formatInstant } from '../../ui/dates.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { SendNowDialog } from '../postings/send-now-dialog.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { blackoutWords, gentleWords, windowWords } from './schedule-words.ts';

/** When PeopleSoft may be worked in bulk: now or when next, why not now, and what a person may do about it. */
export function QuietWindows(): ReactNode {
  const query = useQuery(scheduleQuery(useClient()));
  if (query.isError) return <FailureNotice error={query.error} dismiss={() => void query.refetch()} />;
  return query.data === undefined ? null : <Schedule schedule={query.data} />;
}

function Schedule({ schedule }: { readonly schedule: ScheduleCurrent }): ReactNode {
  const zone = useCompany().unit.zone;
  const { say } = useNotices();
  const send = useSendPostings();
  const [open, setOpen] = useState<'change' | 'send' | null>(null);
  const { settings, can, waiting, nextChangeAt } = schedule;
  const when = nextChangeAt === null ? '' : ` (${formatInstant(nextChangeAt, zone)})`;
  const sendNow = (reason: string | null) => {
    setOpen(null);
    if (reason !== null) send.mutate({ now: true, reason }, { onSuccess: () => say('Sending to PeopleSoft.') });
  };
  return (
    <section aria-label="Quiet windows" className="quiet-windows">
      <h3>Quiet windows</h3>
      <p>
        {settings.windows.length === 0 && schedule.open
          ? `No window is set: ${schedule.text}${when}.`
          : `${schedule.open ? 'Open' : 'Closed'}: ${schedule.text}${when}.`}
      </p>
      <ul>
        {settings.windows.map((window, at) => (
          <li key={at}>{capital(windowWords(window))}</li>
        ))}
        {settings.blackouts.map((blackout, at) => (
          <li key={at}>No bulk work {blackoutWords(blackout)}</li>
        ))}
      </ul>
      <p className="quiet">{gentleWords(settings)}</p>
      <div className="acts">
        <Button size="small" disabledFocusable={!can.change} onClick={() => setOpen('change')}>
          Change…
        </Button>
        {!schedule.open && (
          <Button size="small" disabledFocusable={waiting === 0 || send.isPending} onClick={() => setOpen('send')}>
            Send now…
          </Button>
        )}
        {can.why !== null && <span className="quiet">{can.why}</span>}
      </div>
      {send.error !== null && <FailureNotice error={send.error} dismiss={() => send.reset()} />}
      {open === 'send' && <SendNowDialog due={waiting} unit="every unit" give={sendNow} />}
      {open === 'change' && <ScheduleDialog schedule={schedule} close={() => setOpen(null)} />}
    </section>
  );
}
