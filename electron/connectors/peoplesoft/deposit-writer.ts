import { lostEntryTypes, lostTemplates, mapDeposit } from './deposit-mapping.ts';
import { previewDocument, sendDocument, type Prepared, type ServiceRoad } from './document-sender.ts';
import type { ServiceName } from './gateway-address.ts';
import type { Gateway } from './gateway.ts';
import type { SchemaFinding } from './soap/schema-finding.ts';
import { validateDocument } from './soap/validate-document.ts';
import type { DepositDocument, DepositMapping, PeopleSoftWriter } from './types.ts';

export type { ServiceRoad } from './document-sender.ts';

/** Deposits of one connection. One Create is one request: it is never repeated in here, whatever comes back. */
export function createDepositWriter(gateway: Gateway, roadOf: (service: ServiceName) => ServiceRoad): PeopleSoftWriter {
  const ofProfile: DepositMapping = { deposit: gateway.profile.deposit, version: null };
  const prepare = async (
    deposit: DepositDocument,
    mapping: DepositMapping,
    signal?: AbortSignal,
  ): Promise<Prepared> => {
    const road = roadOf(mapping.deposit);
    const operation = await road.schema.operation('Create', signal);
    const document = mapDeposit(deposit, mapping.deposit, operation.request);
    const findings = [
      ...[...lostEntryTypes(deposit, mapping.deposit), ...lostTemplates(deposit, mapping.deposit)].map(
        (text): SchemaFinding => ({ fault: 'row', text }),
      ),
      ...validateDocument(document, operation.request),
    ];
    const { depositId: property, paymentSeq: rowProperty } = mapping.deposit.properties;
    return {
      what: `deposit ${deposit.depositId}`,
      operation,
      document,
      findings,
      road,
      id: { sent: deposit.depositId, property, rowProperty },
      mappedBy: mapping.version === null ? null : `mapping version ${mapping.version}`,
    };
  };
  return {
    dryRunDeposit: async (deposit, mapping = ofProfile) => previewDocument(gateway, await prepare(deposit, mapping)),
    createDeposit: async (deposit, signal, mapping = ofProfile) =>
      sendDocument(gateway, await prepare(deposit, mapping, signal), signal),
  };
}
