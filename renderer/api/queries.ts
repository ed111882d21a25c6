import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { QueryInput } from '../../shared/contract/contract.ts';
import type { ContractClient } from './client.ts';

/**
 * Everything the window asks outside of its grids. Nothing grows stale by itself: the engine's events say what to ask again
 * (`follow-events.ts`). Keys are nested so that one prefix invalidates a whole subject.
 */
export const sessionQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['session'], queryFn: () => client.query('session.current', {}) });

export const summaryQuery = (client: ContractClient, unit: string) =>
  queryOptions({ queryKey: ['summary', unit], queryFn: () => client.query('summary.get', { unit }) });

export const matchDetailQuery = (client: ContractClient, movementKey: number) =>
  queryOptions({ queryKey: ['match', movementKey], queryFn: () => client.query('match.detail', { movementKey }) });

export const postingDetailQuery = (client: ContractClient, postingKey: number) =>
  queryOptions({ queryKey: ['posting', postingKey], queryFn: () => client.query('posting.detail', { postingKey }) });

export const duplicateDetailQuery = (client: ContractClient, clusterId: number) =>
  queryOptions({
    queryKey: ['duplicates', clusterId],
    queryFn: () => client.query('duplicate.detail', { clusterId }),
  });

/** With `custId`, that PeopleSoft customer is looked at as well. */
export const customerDetailQuery = (client: ContractClient, customerKey: number, custId: string | null) =>
  queryOptions({
    queryKey: ['customers', customerKey, custId],
    queryFn: () => client.query('customer.detail', { customerKey, ...(custId === null ? {} : { custId }) }),
  });

/** What would be linked from a probability on; asked again with whatever changes of customers. */
export const customerBandQuery = (client: ContractClient, fromScore: number) =>
  queryOptions({
    queryKey: ['customers', 'band', fromScore],
    queryFn: () => client.query('customer.band', { fromScore }),
  });

export const clearingQuery = (client: ContractClient, input: QueryInput<'clearing.list'>) =>
  queryOptions({
    queryKey: ['clearing', input],
    queryFn: () => client.query('clearing.list', input),
    placeholderData: keepPreviousData,
  });

export const clearingRowsQuery = (client: ContractClient, input: QueryInput<'clearing.rows'>) =>
  queryOptions({ queryKey: ['clearing', 'rows', input], queryFn: () => client.query('clearing.rows', input) });
export const invoicesQuery = (client: ContractClient, unit: string) =>
  queryOptions({ queryKey: ['invoices', unit], queryFn: () => client.query('invoice.list', { unit }) });

const CONNECTION_REFRESH_MS = 30_000;
/** How each system stands. Its lines speak of minutes ago, so it is asked again while it is on screen. */
export const connectionStatesQuery = (client: ContractClient) =>
  queryOptions({
    queryKey: ['connections', 'states'],
    queryFn: () => client.query('connection.state', {}),
    refetchInterval: CONNECTION_REFRESH_MS,
  });

/** With all their streams: for the screen of connections alone. */
export const connectionsQuery = (client: ContractClient) =>
  queryOptions({
    queryKey: ['connections', 'list'],
    queryFn: () => client.query('connection.list', {}),
    refetchInterval: CONNECTION_REFRESH_MS,
  });

export const completenessQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['completeness'], queryFn: () => client.query('completeness.read', {}) });

export const completenessRowsQuery = (client: ContractClient, input: QueryInput<'completeness.rows'>) =>
  queryOptions({ queryKey: ['completeness', 'rows', input], queryFn: () => client.query('completeness.rows', input) });

export const scheduleQuery = (client: ContractClient) =>
  queryOptions({
    queryKey: ['schedule'],
    queryFn: () => client.query('schedule.current', {}),
    refetchInterval: CONNECTION_REFRESH_MS,
  });

export const databaseQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['database'], queryFn: () => client.query('database.current', {}) });

export const profileQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['profile'], queryFn: () => client.query('profile.current', {}) });

export const mappingsQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['mappings'], queryFn: () => client.query('mapping.list', {}) });

/** Versions of what customers are scored by. */
export const linkModelsQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['rules', 'scores'], queryFn: () => client.query('linkModel.list', {}) });

export const rulesQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['rules'], queryFn: () => client.query('rule.list', {}) });

export const ruleTrialQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['rules', 'trial'], queryFn: () => client.query('rule.trial', {}) });

export const ruleProposalsQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['rules', 'proposals'], queryFn: () => client.query('rule.proposals', {}) });

export const whyNotItemQuery = (client: ContractClient, input: QueryInput<'match.whyNotItem'>) =>
  queryOptions({ queryKey: ['match', 'whyNotItem', input], queryFn: () => client.query('match.whyNotItem', input) });

export const filesQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['files'], queryFn: () => client.query('file.list', {}) });

export const filePreviewQuery = (client: ContractClient, input: QueryInput<'file.preview'>) =>
  queryOptions({
    queryKey: ['files', 'preview', input],
    queryFn: () => client.query('file.preview', input),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const twoFilesQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['twoFiles', 'state'], queryFn: () => client.query('twoFiles.current', {}) });

export const twoFilesPreviewQuery = (client: ContractClient, map: QueryInput<'twoFiles.preview'>['map']) =>
  queryOptions({
    queryKey: ['twoFiles', 'preview', map],
    queryFn: () => client.query('twoFiles.preview', { map }),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const twoFilesDetailQuery = (client: ContractClient, input: QueryInput<'twoFiles.detail'>) =>
  queryOptions({
    queryKey: ['twoFiles', 'line', input],
    queryFn: () => client.query('twoFiles.detail', input),
    retry: false,
  });

export const peopleQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['people'], queryFn: () => client.query('people.list', {}) });

/** Goes to PeopleSoft: only a person who asks for it makes it read again. */
export const mappingServiceQuery = (client: ContractClient, input: QueryInput<'mapping.discover'>) =>
  queryOptions({
    queryKey: ['mappingService', input],
    queryFn: () => client.query('mapping.discover', input),
  });

export const mappingDryRunQuery = (client: ContractClient, input: QueryInput<'mapping.dryRun'>) =>
  queryOptions({
    queryKey: ['mappingDryRun', input],
    queryFn: () => client.query('mapping.dryRun', input),
    placeholderData: keepPreviousData,
  });

export const jobsQuery = (client: ContractClient) =>
  queryOptions({ queryKey: ['jobs'], queryFn: () => client.query('job.list', {}) });
