import type { JsonObject } from './draft.ts';
import { choicesOf } from './profile-fields.ts';
import type { FieldGroup, ProfileField } from './profile-fields.ts';

/** A part of the profile that most companies leave out: it is there or not, and opens only where it is wanted. */
export interface OptionalGroup {
  readonly path: string;
  readonly group: FieldGroup;
  /** What holds without it, in words. */
  readonly without: string;
  readonly addLabel: string;
  /** What it begins with. */
  readonly start: JsonObject;
}

/** Which component interfaces are written by a road other than Integration Broker's. */
function componentsOf(road: string): ProfileField {
  return {
    path: `${road}.components`,
    label: 'Component interfaces',
    hint: 'The deposit service is one of them where deposits go this way',
    kind: 'list',
  };
}

const OAUTH: OptionalGroup = {
  path: 'peoplesoft.oauth',
  without: 'not used: REST calls carry the operator id and password above',
  addLabel: 'Use an identity provider',
  start: {},
  group: {
    title: 'Identity provider (OAuth)',
    note: 'PeopleTools 8.58 and later: REST calls carry a token, and people may sign in by their browser.',
    fields: [
      { path: 'peoplesoft.oauth.tokenAddress', label: 'Token address', hint: 'Its token endpoint, https://' },
      {
        path: 'peoplesoft.oauth.authorizeAddress',
        label: 'Sign-in address',
        hint: 'Only where people sign in by their browser',
      },
      { path: 'peoplesoft.oauth.clientId', label: 'Client id' },
      { path: 'peoplesoft.oauth.scope', label: 'Scope', hint: 'As the provider names it; often empty' },
      { path: 'peoplesoft.oauth.audience', label: 'Audience', hint: 'Only where the provider asks for one' },
      {
        path: 'peoplesoft.oauth.userClaim',
        label: 'Claim with the operator id',
        choices: choicesOf({ sub: 'sub', email: 'email' }),
      },
      {
        path: 'peoplesoft.oauth.restCalls',
        label: 'REST calls are made with',
        choices: choicesOf({
          clientCredentials: 'a token of this client',
          basic: 'the operator id and password above',
        }),
      },
      {
        secret: true,
        path: 'peoplesoft.oauth.clientSecret',
        label: 'Client secret',
        proposedName: 'TIEOUT_OAUTH_CLIENT_SECRET',
        isOptional: true,
      },
    ],
  },
};
const SOAP_TO_CI: OptionalGroup = {
  path: 'peoplesoft.soapToCi',
  without: 'not used: component interfaces are written through Integration Broker',
  addLabel: 'Use SOAPToCI',
  start: {},
  group: {
    title: 'SOAPToCI, the road of ExcelToCI',
    note: 'For sites where Integration Broker does not offer the component interface.',
    fields: [
      {
        path: 'peoplesoft.soapToCi.address',
        label: 'Portal address',
        hint: 'Up to the node, e.g. https://host/psc/ps/EMPLOYEE/ERP',
      },
      componentsOf('peoplesoft.soapToCi'),
      {
        path: 'peoplesoft.soapToCi.dateFormat',
        label: 'Date format of the operator id',
        hint: 'As its own settings have it: a wrong one books on another day',
        mustChoose: true,
        choices: ['YYYY-MM-DD', 'MM/DD/YYYY', 'DD/MM/YYYY', 'DD-MON-YYYY'].map((value) => ({ value, label: value })),
      },
      { path: 'peoplesoft.soapToCi.language', label: 'Language', standard: 'ENG' },
    ],
  },
};
const REST_CI: OptionalGroup = {
  path: 'peoplesoft.restCi',
  without: 'not used: component interfaces are written by SOAP',
  addLabel: 'Use REST services',
  start: {},
  group: {
    title: 'Component interfaces by REST',
    note: 'PeopleTools 8.58 and later: services whose names begin with CIRT_.',
    fields: [
      componentsOf('peoplesoft.restCi'),
      { path: 'peoplesoft.restCi.version', label: 'Version', standard: 'v1' },
      {
        path: 'peoplesoft.restCi.createPath',
        label: 'Path of Create',
        hint: 'URI template behind the service; often empty',
      },
      {
        path: 'peoplesoft.restCi.schemaVersion',
        label: 'Version of the SOAP service',
        hint: 'Whose schema documents are held against',
        standard: '1',
      },
    ],
  },
};
const PORTAL: OptionalGroup = {
  path: 'peoplesoft.portal',
  without: 'not used: no links lead into PeopleSoft',
  addLabel: 'Link to PeopleSoft',
  start: {},
  group: {
    title: 'Links into PeopleSoft',
    note: 'Pages as menu, component and market: what stands behind /c/ in the browser’s address of such a page.',
    fields: [
      {
        path: 'peoplesoft.portal.address',
        label: 'Portal address',
        hint: 'Up to the node, e.g. https://host/psp/ps/EMPLOYEE/ERP',
      },
      {
        path: 'peoplesoft.portal.customer',
        label: 'Page of a customer',
        standard: 'MAINTAIN_CUSTOMERS.CUSTOMER_GENERAL.GBL',
      },
      { path: 'peoplesoft.portal.item', label: 'Page of an item', hint: 'Left out: items have no links' },
      { path: 'peoplesoft.portal.deposit', label: 'Page of a deposit', hint: 'Left out: deposits have no links' },
    ],
  },
};
/** Roads, sign-ins and links that most sites do without. */
export const SITE_OPTIONS: readonly OptionalGroup[] = [OAUTH, SOAP_TO_CI, REST_CI, PORTAL];

/** Entry types of the money of a unit that goes out. */
export function refundsOption(unitIndex: number): OptionalGroup {
  const path = `units.${unitIndex}.refunds`;
  return {
    path,
    without: 'not named: the site’s default entry type is known not to make a voucher',
    addLabel: 'Name entry types',
    start: {},
    group: {
      title: 'Entry types of refunds and disputes',
      fields: [
        { path: `${path}.entryType`, label: 'Money that goes out', hint: 'It must leave the item where it is' },
        {
          path: `${path}.voucherEntryTypes`,
          label: 'Never sent',
          hint: 'Entry types that make a voucher: Payables would pay again',
          kind: 'list',
        },
      ],
    },
  };
}

/** The fields of one quiet window; its days are checkboxes of their own. */
export function windowGroup(index: number): FieldGroup {
  const at = (name: string) => `peoplesoft.quietWindow.${index}.${name}`;
  return {
    title: `Window ${index + 1}`,
    fields: [
      { path: at('from'), label: 'From', hint: 'HH:MM' },
      { path: at('to'), label: 'To', hint: 'HH:MM; before From it is the next day’s' },
      { path: at('zone'), label: 'Zone', hint: 'e.g. America/New_York' },
    ],
  };
}

/** The fields of one span of days without bulk work. */
export function blackoutGroup(index: number): FieldGroup {
  const at = (name: string) => `peoplesoft.blackouts.${index}.${name}`;
  return {
    title: `Days without bulk work ${index + 1}`,
    fields: [
      { path: at('from'), label: 'First day', hint: 'YYYY-MM-DD' },
      { path: at('to'), label: 'Last day', hint: 'YYYY-MM-DD' },
      { path: at('reason'), label: 'Reason', hint: 'Shown where work waits' },
      { path: at('zone'), label: 'Zone', hint: 'e.g. America/New_York' },
    ],
  };
}
