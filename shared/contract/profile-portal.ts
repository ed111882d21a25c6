import { z } from 'zod';

/** Where people work in PeopleSoft itself, for links that open a row there. */
const PORTAL_BASE = /^https?:\/\/[^/?#@\s]+\/ps[pc]\/[^/?#\s]+\/[^/?#\s]+\/[^/?#\s]+\/?$/;
const page = z
  .string()
  .max(100)
  .regex(/^[A-Z0-9_]+\.[A-Z0-9_]+\.[A-Z0-9_]{3}$/, 'menu, component and market, as MENU.COMPONENT.GBL');

/**
 * Base and pages of the portal. The form of the addresses is that of PeopleBooks, PeopleTools Portal Technologies, "Portal URL Formats":
 * `http(s)://server/psp/site/portal/node/c/menu.component.market?keys`. A page left out has no links.
 */
export const portalSchema = z.strictObject({
  address: z
    .url()
    .regex(PORTAL_BASE, 'the portal up to its node, e.g. https://host/psp/ps/EMPLOYEE/ERP')
    .describe('base of the portal up to the node, e.g. https://host/psp/ps/EMPLOYEE/ERP'),
  customer: page
    .default('MAINTAIN_CUSTOMERS.CUSTOMER_GENERAL.GBL')
    .describe('page of a customer, opened by SETID and CUST_ID'),
  item: page.optional().describe('page of an item, opened by BUSINESS_UNIT, CUST_ID, ITEM and ITEM_LINE'),
  deposit: page.optional().describe('page of a deposit and its payments, opened by DEPOSIT_BU and DEPOSIT_ID'),
});
export type PortalProfile = z.infer<typeof portalSchema>;
