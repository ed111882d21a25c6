import { withoutItem, type WithoutItem } from '../../../shared/contract/workbench.ts';
import type { MovementKey } from '../../../shared/domain/ids.ts';
import { openApprovalRequest } from '../../ledger/approval-request-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { ApproveArgs } from './decide.ts';

/**
 * A question put to a reviewer that she approves without another choice is what was asked: in that form, and for the reason that was given
 * where she gives none. Any other approval is as it was given.
 */
export function asAsked(db: ReadableLedger, args: ApproveArgs): ApproveArgs {
  const request = openApprovalRequest(db, args.movementKey as MovementKey);
  if (request === null || args.allocations.length > 0) return args;
  const form = formOf(args) ?? request.form;
  if (form !== request.form) return args;
  return { ...args, ...(form === null ? {} : { [form]: true }), reason: args.reason ?? request.reason };
}

/** What she wants of a whole charge that no item takes; more than one contradict each other. */
export function formsOf(args: Pick<ApproveArgs, WithoutItem>): readonly WithoutItem[] {
  return withoutItem.options.filter((form) => args[form] === true);
}

/** The form she wants; null: none of them. */
export function formOf(args: Pick<ApproveArgs, WithoutItem>): WithoutItem | null {
  return formsOf(args)[0] ?? null;
}
