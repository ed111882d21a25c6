import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Summary } from '../../shared/contract/workbench.ts';
import { useClient } from '../api/client-context.ts';
import { connectionStatesQuery, mappingsQuery, peopleQuery, rulesQuery } from '../api/queries.ts';
import { formatCount } from '../ui/money.ts';

/** The screens there are, with how much waits in each. */
export function SideNav({ summary }: { readonly summary: Summary | undefined }): ReactNode {
  const connections = useQuery(connectionStatesQuery(useClient())).data?.connections ?? [];
  const troubled = connections.filter(({ state }) => state !== 'ok' && state !== 'paused').length;
  const versions = useQuery(mappingsQuery(useClient())).data?.versions ?? [];
  const waiting = versions.find(({ can }) => can.confirm);
  const rules = useQuery(rulesQuery(useClient())).data?.versions ?? [];
  const people = useQuery(peopleQuery(useClient())).data;
  const changes =
    (people?.changes.filter(({ can }) => can.confirm).length ?? 0) + (people?.settings?.can.confirm === true ? 1 : 0);
  return (
    <nav className="nav" aria-label="Screens" data-pane="nav">
      <Link to="/workbench">
        <span>Workbench</span>
        <em>{summary === undefined ? '' : formatCount(summary.needsReview)}</em>
      </Link>
      <Link to="/duplicates">
        <span>Duplicates</span>
        <em>{duplicatesCount(summary)}</em>
      </Link>
      <Link to="/customers">
        <span>Customers to link</span>
        <em>{customersCount(summary)}</em>
      </Link>
      <Link to="/invoices">
        <span>Invoices</span>
      </Link>
      <Link to="/postings">
        <span>Postings</span>
        <em>{postingsCount(summary)}</em>
      </Link>
      <Link to="/clearing">
        <span>Clearing</span>
      </Link>
      <Link to="/two-files">
        <span>Two files</span>
      </Link>
      <h2>Set-up</h2>
      <Link to="/connections">
        <span>Connections</span>
        <em className={troubled > 0 ? 'bad' : ''}>{troubled > 0 ? `${troubled} to see to` : ''}</em>
      </Link>
      <Link to="/imports">
        <span>Imports</span>
      </Link>
      <Link to="/mapping">
        <span>Mapping</span>
        <em>{waiting === undefined ? '' : 'to confirm'}</em>
      </Link>
      <Link to="/rules">
        <span>Rules</span>
        <em>{rules.some(({ can }) => can.end === 'refuse') ? 'to enable' : ''}</em>
      </Link>
      <Link to="/people">
        <span>People</span>
        <em>{changes > 0 ? `${changes} to confirm` : ''}</em>
      </Link>
      <Link to="/own-company">
        <span>Use my own company</span>
      </Link>
    </nav>
  );
}

/** What waits for a word; else what waits for its money to go back. */
function duplicatesCount(summary: Summary | undefined): string {
  if (summary === undefined) return '';
  const { open, toRefund } = summary.duplicates;
  if (open > 0) return formatCount(open);
  return toRefund > 0 ? `${formatCount(toRefund)} to undo` : '';
}

function customersCount(summary: Summary | undefined): string {
  const toDecide = summary?.customers.toDecide ?? 0;
  return toDecide > 0 ? formatCount(toDecide) : '';
}

/** The count that asks most loudly: unknown outcomes, then those that need a person, then those that wait. */
function postingsCount(summary: Summary | undefined): string {
  if (summary === undefined) return '';
  const { verify, needsAttention, waiting } = summary.postings;
  if (verify > 0) return `${formatCount(verify)} verify`;
  if (needsAttention > 0) return `${formatCount(needsAttention)} to see to`;
  return waiting > 0 ? `${formatCount(waiting)} waiting` : '';
}
