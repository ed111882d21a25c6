import type { ConfirmReport } from '../read-back/confirm-accepted.ts';
import type { DoubtsReport } from '../read-back/resolve-doubts.ts';
import type { SenderClaim } from '../sending/sender-claim.ts';
import type { SenderPorts, SenderSettings, SendReport, SendRequest } from '../sending/sender.ts';
import type { ItemPorts } from './item-ports.ts';
import { sendItems } from './send-items.ts';
import { confirmItems, resolveItemDoubts } from './work-items.ts';

/** The part of a posting round that is about items; each step does nothing where the site takes none. */
export interface ItemRound {
  resolve(): Promise<DoubtsReport>;
  send(): Promise<SendReport>;
  confirm(): Promise<ConfirmReport>;
}

const NONE: ItemRound = {
  resolve: async () => ({ settled: 0, provenAbsent: 0, stillUnknown: 0, stopped: null }),
  send: async () => ({ sent: 0, returned: 0, rejected: 0, unknown: 0, stopped: null }),
  confirm: async () => ({ confirmed: 0, waiting: 0, problems: 0, stopped: null }),
};

/** The steps of one round for one unit, on the claim and the request of the round. */
export function itemRound(
  sender: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  request: SendRequest,
): ItemRound {
  const { items: system, ledger, now, watch, machine, personal } = sender;
  if (system === undefined) return NONE;
  const ports: ItemPorts = {
    ...system,
    ledger,
    now,
    watch,
    machine,
    ...(personal === undefined ? {} : { personal }),
  };
  return {
    resolve: () => resolveItemDoubts(ports, settings, claim, request),
    send: () => sendItems(ports, sender, settings, claim, request),
    confirm: () => confirmItems(ports, settings, claim, request),
  };
}
