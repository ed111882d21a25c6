import type { PeopleSoftReader, PendingItemReader, PendingItemWriter } from '../../connectors/peoplesoft/types.ts';
import type { SenderPorts } from '../sending/sender.ts';

/** PeopleSoft as far as items need it, and who writes them. */
export interface ItemSystem {
  readonly reader: Pick<PeopleSoftReader, 'customersById' | 'itemsByKey' | 'openPeriod'> & PendingItemReader;
  readonly writer: PendingItemWriter;
}
/** The ports of a sender with what items need. */
export interface ItemPorts extends Pick<SenderPorts, 'ledger' | 'now' | 'watch' | 'machine' | 'personal'>, ItemSystem {}
