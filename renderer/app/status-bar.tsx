import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { JobRow } from '../../shared/contract/contract.ts';
import type { Summary } from '../../shared/contract/workbench.ts';
import { useClient, useLineState } from '../api/client-context.ts';
import { useCancelJob, useVerifyAudit } from '../api/mutations.ts';
import { connectionStatesQuery, jobsQuery } from '../api/queries.ts';
import { clockTime } from '../ui/dates.ts';
import { formatCount } from '../ui/money.ts';
import { CONNECTION_WORDS } from '../ui/words.ts';
import { useCompany } from './company-context.ts';
import { connectionLine } from './connection-line.ts';

/** Connections, running work with its progress, and the state of the ledger. It takes no room from the screen. */
export function StatusBar({ summary }: { readonly summary: Summary | undefined }): ReactNode {
  const client = useClient();
  const line = useLineState();
  const { unit } = useCompany();
  const connections = useQuery(connectionStatesQuery(client)).data?.connections ?? [];
  const jobs = useQuery(jobsQuery(client)).data?.jobs ?? [];
  const running = jobs.filter(({ state }) => state === 'running');
  const failed = jobs.find(({ state }) => state === 'failed' || state === 'interrupted');
  return (
    <footer className="status" aria-label="Status">
      {line.kind === 'lost' && (
        <span className="status-lost" role="alert">
          <i className="dot dot-bad" />
          The line to the engine is lost; trying again by itself
        </span>
      )}
      {connections.map((connection) => (
        <Link key={connection.system} to="/connections" className="status-connection">
          <i className={`dot dot-${CONNECTION_WORDS[connection.state].tone}`} />
          <span>{connectionLine(connection, unit.zone)}</span>
        </Link>
      ))}
      <span className="grow" />
      {running.slice(0, 1).map((job) => (
        <RunningJob key={job.jobId} job={job} others={running.length - 1} />
      ))}
      {running.length === 0 && failed !== undefined && (
        <span className="status-failed" role="status" title={failed.message ?? ''}>
          <i className="dot dot-bad" />
          {failed.title}: {failed.message ?? failed.state}
        </span>
      )}
      <LedgerLine summary={summary} />
    </footer>
  );
}

function RunningJob({ job, others }: { readonly job: JobRow; readonly others: number }): ReactNode {
  const cancel = useCancelJob();
  const counts = job.total === null ? formatCount(job.done) : `${formatCount(job.done)} of ${formatCount(job.total)}`;
  return (
    <span className="job">
      <span className="job-title">
        {job.title}
        {others > 0 ? ` and ${others} more` : ''}
      </span>
      {job.total === null ? (
        <progress aria-label={job.title} />
      ) : (
        <progress aria-label={job.title} value={job.done} max={Math.max(1, job.total)} />
      )}
      <span className="figures">{counts}</span>
      {job.canCancel && (
        <button type="button" className="link-button" onClick={() => cancel.mutate({ jobId: job.jobId })}>
          Cancel
        </button>
      )}
    </span>
  );
}

function LedgerLine({ summary }: { readonly summary: Summary | undefined }): ReactNode {
  const { unit } = useCompany();
  const verify = useVerifyAudit();
  if (summary === undefined) return null;
  const { valid, verifiedAt, rows } = summary.audit;
  const chain =
    valid === false
      ? 'audit chain broken'
      : verifiedAt === null
        ? 'audit chain not verified yet'
        : `audit chain verified ${clockTime(verifiedAt, unit.zone)}`;
  return (
    <button
      type="button"
      className={`link-button ledger-line ${valid === false ? 'bad' : ''}`}
      title={`${formatCount(rows)} audit rows. Press to verify the chain now.`}
      onClick={() => verify.mutate({})}
    >
      Ledger encrypted, {chain}
    </button>
  );
}
