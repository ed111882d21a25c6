import type { AbsenceLook } from '../read-back/absence-look.ts';
import type { SenderPorts } from '../sending/sender.ts';
import { itemOf } from './item-payload.ts';
import { itemCanary, sentItems } from './open-items.ts';

/**
 * Asks PeopleSoft for the group of an item that a person did not find there; null: the item is not in that state. An item of the same number
 * from another group is none of ours: nothing is sent again while it stands. Throws ConnectorError when PeopleSoft cannot be read.
 */
export async function lookForItem(
  { ledger, items: system }: Pick<SenderPorts, 'ledger' | 'items'>,
  asked: { readonly postingId: number; readonly unit: string; readonly which: 'doubtful' | 'saved' },
): Promise<AbsenceLook | null> {
  const { postingId, unit, which } = asked;
  const [sent] = await ledger.read(sentItems, { unit, which, after: postingId - 1, limit: 1 });
  if (sent?.postingId !== postingId) return null;
  if (system === undefined) return { kind: 'unread', stop: NO_ITEMS };
  const { groupId, groupBu } = sent.document;
  const { businessUnit, item } = itemOf(sent.document);
  const known = await ledger.read(itemCanary, { businessUnit, notItem: item, notPostingId: postingId });
  const found = await system.reader.findPendingItems(businessUnit, [item], known?.item ?? null);
  const inGroup = (id: string) =>
    found.rows.some((row) => row.groupId.toUpperCase() === id.toUpperCase() && row.groupBu === groupBu);
  if (inGroup(groupId)) return { kind: 'shown', what: `item ${item} in group ${groupId}` };
  // Of an item of somebody else PeopleSoft may have cleared its pending row long since: that one is missed by nobody.
  if (known === null || known.groupId === null) return { kind: 'notShown' };
  const isSeen = found.canarySeen && (known.item !== item || inGroup(known.groupId));
  return isSeen ? { kind: 'notShown' } : { kind: 'blind', known: `item ${known.item} in group ${known.groupId}` };
}

const NO_ITEMS = {
  kind: 'mapping',
  message: 'this connection takes no items at present.',
  nextStep: 'Have the connection profile checked by an administrator.',
};
