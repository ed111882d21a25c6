import { Button, Field, Input } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { depositServiceSchema } from '../../../shared/contract/profile.ts';
import type { MappingList, MappingVersionRow } from '../../../shared/contract/mapping.ts';
import { useClient } from '../../api/client-context.ts';
import { useProposeMapping } from '../../api/mutations.ts';
import { mappingsQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { endedWords } from '../../ui/ended-words.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { sameNames } from './mapping-choices.ts';
import { MappingReport } from './mapping-report.tsx';
import { MappingTable } from './mapping-table.tsx';
import { useMappingForm } from './use-mapping-form.ts';
import type { MappingForm } from './use-mapping-form.ts';
import { WaitingVersion } from './waiting-version.tsx';

/** How our deposits are mapped to the site's service: proposal, correction, dry run, and a second person's yes. */
export function Mapping(): ReactNode {
  const list = useQuery(mappingsQuery(useClient())).data;
  const form = useMappingForm();
  const waiting = list?.versions.find(({ state }) => state === 'proposed');
  return (
    <section className="screen" aria-label="Mapping">
      <ScreenHead title="Mapping" sentence={inUseSentence(list)}>
        <ServiceForm key={form.service} form={form} />
      </ScreenHead>
      <div className="own-columns mapping-columns">
        <div className="scroll card" data-pane="rows" role="region" aria-label="Properties" tabIndex={0}>
          <Left form={form} />
        </div>
        <aside
          className="card scroll check-pane mapping-report"
          data-pane="decision"
          aria-label="Findings and dry run"
          tabIndex={0}
        >
          {waiting !== undefined && list !== undefined && (
            <WaitingVersion version={waiting} inUse={list.inUse} found={form.found} show={form.replace} />
          )}
          <NotTaken last={list?.versions[0]} />
          {form.found !== undefined && list !== undefined && <Propose form={form} list={list} />}
          <MappingReport dryRun={form.dryRun} error={form.dryRunError} of={form.of} choose={form.chooseOf} />
        </aside>
      </div>
    </section>
  );
}

function inUseSentence(list: MappingList | undefined): string {
  if (list === undefined) return '';
  const { version, service } = list.inUse;
  return version === null
    ? `${service} is in use with the names of the connection profile.`
    : `${service} is in use under mapping version ${version}.`;
}

/** That the version proposed last was refused or withdrawn, and why; nothing while one waits or holds. */
function NotTaken({ last }: { readonly last: MappingVersionRow | undefined }): ReactNode {
  const { unit } = useCompany();
  if (last === undefined || last.ended === null) return null;
  return (
    <p className="quiet" role="status">
      Version {last.version}, proposed by {last.proposedBy}, was {endedWords(last.ended, unit.zone)}.
    </p>
  );
}

function Left({ form }: { readonly form: MappingForm }): ReactNode {
  const { found, error } = form;
  if (found === undefined)
    return error === null ? <EmptyLoading what="the service" /> : <EmptyFailed error={error} retry={form.retry} />;
  const offered = found.operations.map(({ action }) => action);
  return (
    <>
      <p className="quiet mapping-service">
        {found.service} offers {offered.join(', ')}. Correct what is proposed where the site means something else;
        nothing holds before a second person has confirmed it.
      </p>
      <MappingTable
        found={found}
        names={form.names}
        findings={form.dryRun?.findings ?? found.findings}
        choose={form.choose}
      />
    </>
  );
}

function ServiceForm({ form }: { readonly form: MappingForm }): ReactNode {
  const [service, setService] = useState(form.service);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (service.trim() !== '') form.read(service.trim());
  };
  return (
    <form className="acts mapping-read" onSubmit={submit}>
      <Input
        size="small"
        aria-label="Service"
        value={service}
        maxLength={64}
        spellCheck={false}
        onChange={(_, { value }) => setService(value)}
      />
      <Button size="small" type="submit" disabledFocusable={form.isReading}>
        Read the service
      </Button>
    </form>
  );
}

/** Puts the names in the table forward; not while they are those in use, or cannot be sent. */
function Propose({ form, list }: { readonly form: MappingForm; readonly list: MappingList }): ReactNode {
  const { say } = useNotices();
  const propose = useProposeMapping();
  const [date, setDate] = useState('');
  const { found, names, dryRun } = form;
  if (found === undefined) return null;
  const isInUse = found.service === list.inUse.service && sameNames(names, list.inUse.properties);
  const whole = depositServiceSchema.shape.properties.safeParse(names);
  const blocks = dryRun === undefined || dryRun.findings.some((finding) => finding.blocks);
  const why =
    list.can.why ??
    (isInUse ? 'These names are in use already.' : blocks ? 'What is found below has to be put right first.' : null);
  const run = () => {
    if (why !== null || !whole.success) return;
    const { service, serviceVersion, schemaHash } = found;
    propose.mutate(
      { service, serviceVersion, schemaHash, properties: whole.data, effectiveFromDate: date === '' ? null : date },
      { onSuccess: ({ version }) => say(`Mapping version ${version} waits for a second person.`) },
    );
  };
  return (
    <section aria-label="Propose">
      <h2>Propose these names</h2>
      <div className="acts mapping-propose">
        <Field size="small" label="Holds from (empty: once confirmed)">
          <Input type="date" size="small" value={date} onChange={(_, { value }) => setDate(value)} />
        </Field>
        <Button size="small" appearance="primary" disabledFocusable={why !== null || propose.isPending} onClick={run}>
          Propose version
        </Button>
      </div>
      {why !== null && <p className="quiet">{why}</p>}
      {propose.error !== null && <FailureNotice error={propose.error} dismiss={() => propose.reset()} />}
    </section>
  );
}
