import type { ConnectorError } from '../../http/connector-error.ts';
import { QUERY_DEFINITIONS, requiredColumns, type QueryKey } from '../queries/definitions.ts';
import type { QueryCheck } from './check-queries.ts';
import { reasonOf, type Missing } from './notes.ts';

export interface Trouble {
  readonly key: QueryKey;
  readonly error: ConnectorError;
}
type Site = Pick<QueryCheck, 'gateway' | 'client' | 'user'>;

/** Where every query an administrator creates is described. */
const DESCRIBED = 'docs/peoplesoft-queries.md describes it';

/** What is wrong with one query, why it matters and what the administrator does. */
export function queryTrouble(site: Site, { key, error }: Trouble): Missing {
  const { without } = QUERY_DEFINITIONS[key];
  return { what: error.message, why: `${reasonOf(error.kind)} ${without}`, fix: fixOf(site, key, error) };
}

function fixOf({ client, gateway, user }: Site, key: QueryKey, error: ConnectorError): string {
  const { prompts, hint } = QUERY_DEFINITIONS[key];
  const { queries } = gateway.profile;
  const name = client.nameOf(key);
  const asked = prompts.length === 0 ? 'no prompts' : `the prompts ${prompts.map((one) => one.name).join(', ')}`;
  if (/\bprompts?\b/i.test(error.message))
    return `Give ${name} exactly ${asked}, as unique prompt names in these capitals; ${DESCRIBED}.`;
  if (error.kind === 'notFound')
    return (
      `Create ${name} in PeopleSoft Query as a ${queries.owner} query with ${asked} and the columns ${requiredColumns(key, queries).join(', ')} ` +
      `(from: ${hint.replace(/\.$/, '')}), let ${user} see its records in a query access group, or correct peoplesoft.queries.${key} in the profile; ${DESCRIBED}.`
    );
  if (error.kind === 'rights')
    return `Give ${user} the role “QAS Admin” and a query access group with the records of ${name} in a permission list.`;
  if (/ has no column /.test(error.message)) return `${error.nextStep} It comes from: ${hint} ${DESCRIBED}.`;
  return error.nextStep;
}

/**
 * The one fault behind queries that all fail alike, so that an administrator does not correct each; null when they fail for
 * reasons of their own. Only to be asked when no query has answered.
 */
export function noQueryAnswers({ gateway, client, user }: Site, troubles: readonly Trouble[]): Missing | null {
  const { profile, addresses } = gateway;
  const all = (test: (trouble: Trouble) => boolean) => troubles.every(test);
  if (all(({ error }) => /\bnode\b/i.test(error.message)))
    return {
      what: `the gateway does not know the node ${profile.node}`,
      why: 'No query can be run: each is addressed to that node.',
      fix: `Set peoplesoft.node to the default local node of Financials (PeopleTools, Integration Broker, Nodes; Oracle delivers it as PSFT_EP). PeopleSoft said: ${troubles[0]?.error.message ?? ''}`,
    };
  if (all(({ key, error }) => isNoGateway(client.nameOf(key), error)))
    return {
      what: `no PeopleSoft gateway answers at ${new URL(addresses.executeQuery).origin}${new URL(addresses.status).pathname.replace(/\/[^/]*$/, '')}`,
      why: 'A web page, or nothing, came instead of every query: this is the portal, a proxy or another program.',
      fix: `Set peoplesoft.${profile.restAddress === undefined ? 'soapAddress' : 'restAddress'} to the Integration Broker gateway, which ends in /PSIGW and is often on a host or port of its own; a portal address has /psp or /psc in it.`,
    };
  if (all(({ error }) => error.kind === 'rights'))
    return {
      what: `${user} may not run queries at all`,
      why: 'Nothing can be read, so nothing can be matched or posted.',
      fix: `Give ${user} the role “QAS Admin”, the service operation QAS_EXECUTEQRY_REST_GET in a permission list, and query access groups with the records of the queries. PeopleSoft said: ${troubles[0]?.error.message ?? ''}`,
    };
  if (all(({ error }) => error.kind === 'notFound'))
    return {
      what: `${user} sees none of the queries (${troubles.map(({ key }) => client.nameOf(key)).join(', ')}, …)`,
      why: 'They are not created, are not public, or no query access group of the user has their records. Nothing can be read.',
      fix: `Create the set of docs/peoplesoft-queries.md as ${profile.queries.owner} queries and give ${user} query access groups with their records; where they have other names, correct peoplesoft.queries in the profile.`,
    };
  return null;
}

/** A web page in place of an answer, or a bare 404 in which PeopleSoft said nothing. */
function isNoGateway(name: string, error: ConnectorError): boolean {
  const isPage = error.kind === 'malformed' && error.message.startsWith('a web page');
  return isPage || (error.kind === 'notFound' && error.message === `PeopleSoft has no query ${name}`);
}
