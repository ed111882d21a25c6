import type { PendingItemService } from '../../../shared/contract/profile-invoices.ts';
import { formatDecimal } from '../../../shared/domain/money.ts';
import { previewDocument, sendDocument, type Prepared, type ServiceRoad } from './document-sender.ts';
import type { ServiceName } from './gateway-address.ts';
import type { Gateway } from './gateway.ts';
import { withParentKeys } from './parent-keys.ts';
import type { CiDocument, GroupShape } from './soap/schema-model.ts';
import { validateDocument } from './soap/validate-document.ts';
import type { ItemGroupDocument, PendingItemDocument, PendingItemWriter } from './types.ts';

/** Groups of pending items of one connection, through the service the profile names; sent as deposits are. */
export function createPendingItemWriter(
  gateway: Gateway,
  roadOf: (service: ServiceName) => ServiceRoad,
  service: PendingItemService,
): PendingItemWriter {
  const prepare = async (group: ItemGroupDocument, signal?: AbortSignal): Promise<Prepared> => {
    const road = roadOf(service);
    const operation = await road.schema.operation('Create', signal);
    const document = mapItemGroup(group, service, operation.request);
    const { groupId: property, itemSeq, item } = service.properties;
    return {
      what: `item group ${group.groupId}`,
      operation,
      document,
      findings: validateDocument(document, operation.request),
      road,
      id: { sent: group.groupId, property, rowProperty: itemSeq ?? item },
      mappedBy: null,
    };
  };
  return {
    dryRunItemGroup: async (group) => previewDocument(gateway, await prepare(group)),
    createItemGroup: async (group, signal) => sendDocument(gateway, await prepare(group, signal), signal),
  };
}

/** A group in the property names of the site's component interface. Blank optional values are left out, so that PeopleSoft's defaults hold. */
export function mapItemGroup(group: ItemGroupDocument, service: PendingItemService, request: GroupShape): CiDocument {
  const names = service.properties;
  const document: CiDocument = {
    [names.groupBu]: group.groupBu,
    [names.groupId]: group.groupId,
    ...given(names.groupType, group.groupType),
    [names.accountingDate]: group.accountingDate,
    [names.controlAmount]: formatDecimal(group.control),
    [names.controlCount]: String(group.controlCount),
    [names.currency]: group.control.currency,
    [names.items]: group.items.map((item, index) => mapItem(item, index + 1, group, names)),
  };
  return withParentKeys(document, request);
}

function mapItem(
  item: PendingItemDocument,
  sequence: number,
  { accountingDate }: ItemGroupDocument,
  names: PendingItemService['properties'],
): CiDocument {
  return {
    ...given(names.itemSeq, String(sequence)),
    [names.businessUnit]: item.businessUnit,
    [names.custId]: item.custId,
    [names.item]: item.item,
    [names.itemLine]: String(item.itemLine),
    [names.entryType]: item.entryType,
    ...given(names.entryReason, item.entryReason),
    [names.entryAmount]: formatDecimal(item.amount),
    [names.entryCurrency]: item.amount.currency,
    ...given(names.itemDate, accountingDate),
    ...given(names.dueDate, item.dueDate),
    ...given(names.poReference, item.relatedItem),
    ...given(names.externalId, item.externalId),
    ...given(names.approvedBy, item.approvedBy),
    [names.lines]: item.lines.map((line, index) => ({
      ...given(names.lineSeq, String(index + 1)),
      [names.account]: line.account,
      [names.lineAmount]: formatDecimal(line.amount),
    })),
  };
}

function given(property: string | undefined, value: string | null): Record<string, string> {
  return property === undefined || value === null || value === '' ? {} : { [property]: value };
}
