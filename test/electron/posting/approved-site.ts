import { startPostingSite, type PostingSite, type SiteOptions } from './posting-site.ts';

/** A site with `count` approved charges of 100.00, ch_1 and so on, each for an item of its own. */
export async function startApproved(count: number, options: Partial<SiteOptions> = {}): Promise<PostingSite> {
  const names = Array.from({ length: count }, (_, index) => `INV-${index + 1}`);
  const site = await startPostingSite({ items: names.map((item) => ({ item, amount: '100.00' })), ...options });
  for (const [index, item] of names.entries())
    await site.approve(site.charge(`ch_${index + 1}`, 10_000), [[item, 10_000]]);
  return site;
}

/** How many postings are in each state. */
export function countStates(site: PostingSite): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const state of Object.values(site.states())) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** Charges in PeopleSoft's own books, one entry a payment: nothing may stand there twice. */
export function paidCharges(site: PostingSite): string[] {
  return site.books().map((payment) => payment.externalId);
}
