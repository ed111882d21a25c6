import type { PortalLink } from '../../../shared/contract/primitives.ts';
import type { PortalProfile } from '../../../shared/contract/profile-portal.ts';

/** A row of PeopleSoft that a person may want to see there. */
export type PortalRow =
  | { readonly page: 'customer'; readonly setId: string; readonly custId: string }
  | {
      readonly page: 'item';
      readonly businessUnit: string;
      readonly custId: string;
      readonly item: string;
      /** Left out: not known; the page then lets her choose among its lines. */
      readonly itemLine?: number;
    }
  | { readonly page: 'deposit'; readonly depositBu: string; readonly depositId: string };

/** Many items are looked at in a list, not one by one. */
const MOST = 12;
/** Until PeopleSoft has given an id there is nothing to open. */
const NO_ID = 'NEXT';

/**
 * Addresses that open these rows in PeopleSoft, each once; none where the site names no portal, or no page for them. The page is asked for
 * by its keys in mode update (`Action=U`). Source: PeopleBooks, PeopleTools Portal Technologies, "Portal URL Formats".
 */
export function portalLinks(portal: PortalProfile | undefined, rows: readonly PortalRow[]): PortalLink[] {
  if (portal === undefined) return [];
  const links = rows.flatMap((row) => {
    const page = portal[row.page];
    if (page === undefined || (row.page === 'deposit' && row.depositId === NO_ID)) return [];
    const { label, keys } = describe(row);
    const query = new URLSearchParams({ Action: 'U', ...keys });
    return [{ label, url: `${portal.address.replace(/\/+$/, '')}/c/${page}?${query.toString()}` }];
  });
  return [...new Map(links.map((link) => [link.url, link])).values()].slice(0, MOST);
}

function describe(row: PortalRow): { label: string; keys: Record<string, string> } {
  switch (row.page) {
    case 'customer':
      return { label: `customer ${row.custId}`, keys: { SETID: row.setId, CUST_ID: row.custId } };
    case 'item': {
      const { businessUnit, custId, item, itemLine } = row;
      const line = itemLine === undefined ? {} : { ITEM_LINE: String(itemLine) };
      const keys = { BUSINESS_UNIT: businessUnit, CUST_ID: custId, ITEM: item, ...line };
      return { label: `item ${item}`, keys };
    }
    case 'deposit': {
      const { depositBu, depositId } = row;
      return { label: `deposit ${depositId}`, keys: { DEPOSIT_BU: depositBu, DEPOSIT_ID: depositId } };
    }
  }
}
