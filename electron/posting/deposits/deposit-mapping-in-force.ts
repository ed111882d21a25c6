import { depositServiceSchema, type DepositService } from '../../../shared/contract/profile.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { DepositMapping } from '../../connectors/peoplesoft/types.ts';
import { mappingInForce, type MappingVersion } from '../../ledger/mapping-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';

const propertiesSchema = depositServiceSchema.shape.properties;

/** A version of the ledger as the connector takes it. Throws when this program no longer knows what it maps, which is a defect. */
export function depositMappingOf(mapping: MappingVersion, depositIds: DepositService['depositIds']): DepositMapping {
  const { service, serviceVersion, propertiesJson, version } = mapping;
  const properties = propertiesSchema.parse(JSON.parse(propertiesJson));
  return { deposit: { service, version: serviceVersion, depositIds, properties }, version };
}

/** The confirmed mapping that a deposit sent at this instant goes out under; null: the connection profile's own names. */
export function depositMappingInForce(
  db: ReadableLedger,
  at: Instant,
  depositIds: DepositService['depositIds'],
): DepositMapping | null {
  const mapping = mappingInForce(db, at);
  return mapping === null ? null : depositMappingOf(mapping, depositIds);
}

/** The same as a read of its own. */
export const readDepositMapping = defineRead(
  'posting.depositMapping',
  (db: ReadableLedger, args: { at: Instant; depositIds: DepositService['depositIds'] }): DepositMapping | null =>
    depositMappingInForce(db, args.at, args.depositIds),
);
