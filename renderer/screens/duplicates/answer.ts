import type { DuplicateDetail } from '../../../shared/contract/duplicates.ts';
import type { MergeField } from '../../../shared/domain/merge-fields.ts';

/** What a person says of a suspicion. */
export interface Answer {
  readonly as: 'sameEvent' | 'notDuplicate';
  readonly keep: number | null;
  /** Of one event: which rows are no part of it and stand for themselves; left out: none. */
  readonly apart?: number[];
  readonly reason: string;
  readonly expiresDate: string | null;
  /** Of Stripe customers that are one: from which of them each field is taken. */
  readonly picks?: { readonly field: MergeField; readonly from: number }[];
}

/** What a dialog that asks for an answer gets. */
export interface AnswerDialogProps {
  readonly detail: DuplicateDetail;
  /** The day until which "not a duplicate" holds unless she says otherwise. */
  readonly untilDate: string;
  readonly give: (answer: Answer | null) => void;
}
