import type { AnyOperation } from '../../ledger/operation.ts';
import { aliasKeys, aliasRows } from './alias-view.ts';
import { confirmBand } from './confirm-band.ts';
import { customerBand } from './customer-band.ts';
import { customerDetail } from './customer-detail.ts';
import { customerKeys, customerRows } from './customer-view.ts';
import { decideCustomer } from './decide-customer.ts';
import { changeCustomerAlias, rememberCustomer, turnCustomerAlias } from './keep-aliases.ts';
import { linkModelOperations } from './link-models.ts';
import { retireCustomer } from './retire-customer.ts';
import { undoCustomer } from './undo-customer.ts';

/** Every ledger operation of this folder, for the registry of the ledger's threads. */
export const customerOperations: readonly AnyOperation[] = [
  customerKeys,
  customerRows,
  customerDetail,
  customerBand,
  confirmBand,
  decideCustomer,
  retireCustomer,
  undoCustomer,
  aliasKeys,
  aliasRows,
  rememberCustomer,
  changeCustomerAlias,
  turnCustomerAlias,
  ...linkModelOperations,
];
