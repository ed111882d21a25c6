import { partyKey } from './party-key.ts';
import type { LinksInUse, UsableLink } from './propose-links.ts';

/** Stripe customers of one account that count as one. */
export interface MergedCustomers {
  readonly account: string;
  readonly members: readonly string[];
}

/**
 * The links with what merges make of them: a confirmed link of one member is the link of all. Where two members are linked to different PeopleSoft
 * customers by now, none of their links is beyond doubt.
 */
export function withMerges<Links extends LinksInUse>(links: Links, merges: readonly MergedCustomers[]): Links {
  if (merges.length === 0) return links;
  const usable = new Map(links.usable);
  const notes = new Map(links.notes);
  for (const { account, members } of merges) {
    const linked = members.flatMap((member) => {
      const link = links.usable.get(partyKey(account, member));
      return link === undefined || link.strength === 'proposed' ? [] : [{ member, link }];
    });
    const [first] = linked;
    if (first === undefined) continue;
    const other = linked.find(({ link }) => link.custId !== first.link.custId);
    const doubt = linked.find(({ link }) => link.strength === 'doubtful');
    for (const member of members) {
      const key = partyKey(account, member);
      const own = linked.find((each) => each.member === member);
      if (other !== undefined) usable.set(key, doubtful((own ?? first).link, first, other));
      else if (own === undefined) usable.set(key, (doubt ?? first).link);
      notes.delete(key);
    }
  }
  return { ...links, usable, notes };
}

interface Linked {
  readonly member: string;
  readonly link: UsableLink;
}

function doubtful({ linkId, custId }: UsableLink, one: Linked, other: Linked): UsableLink {
  const note = `It counts as one with others, of which ${one.member} is linked to ${one.link.custId} and ${other.member} to ${other.link.custId}.`;
  return { linkId, custId, strength: 'doubtful', note };
}
