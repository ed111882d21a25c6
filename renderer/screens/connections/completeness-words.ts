import type { AccountCompleteness, BalanceProof, CompletenessType } from '../../../shared/contract/completeness.ts';
import { formatCount } from '../../ui/money.ts';
import type { Tone } from '../../ui/words.ts';

export const COMPLETENESS_WORDS: Readonly<
  Record<CompletenessType['state'], { readonly label: string; readonly tone: Tone }>
> = {
  complete: { label: 'complete', tone: 'ok' },
  gap: { label: 'gap', tone: 'bad' },
  notEvaluated: { label: 'not evaluated', tone: 'warn' },
};
export const PROOF_WORDS: Readonly<Record<BalanceProof['state'], { readonly label: string; readonly tone: Tone }>> = {
  tied: { label: 'tied', tone: 'ok' },
  open: { label: 'differs', tone: 'bad' },
  notEvaluated: { label: 'not evaluated', tone: 'warn' },
};

/** A family by Stripe's name of it, e.g. `balance transaction`. */
export function familyWords(type: string): string {
  return type === 'topup' ? 'top-up' : type.replaceAll('_', ' ');
}

/** What is missing and what comes next, in a sentence or two. */
export function completenessSentence(completeness: AccountCompleteness): string {
  const { types, balances, gapCounts, payouts, reports } = completeness;
  const missing = total(types.map((type) => type.missing));
  const differing = balances.filter(({ state }) => state === 'open').length;
  const stated = reports.filter(({ state }) => state === 'open').length;
  const parts = [
    ...(missing > 0
      ? [
          `${objects(missing)} ${missing === 1 ? 'is' : 'are'} missing that Stripe’s own records name. The next read asks Stripe for ${missing === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    ...(gapCounts.unknown > 0
      ? [
          `Stripe does not know ${objects(gapCounts.unknown)} that its own records name: ask again, or ask Stripe’s support.`,
        ]
      : []),
    ...(differing > 0
      ? [
          `${differing === 1 ? 'A balance' : `${differing} balances`} at Stripe ${differing === 1 ? 'differs' : 'differ'} from the rows held.`,
        ]
      : []),
    ...(payouts.open > 0
      ? [
          `${payouts.open === 1 ? 'A payout does' : `${formatCount(payouts.open)} payouts do`} not come to the rows held.`,
        ]
      : []),
    ...(stated > 0
      ? [
          `${stated === 1 ? 'A line' : `${stated} lines`} of a report ${stated === 1 ? 'differs' : 'differ'} from the rows held.`,
        ]
      : []),
  ];
  if (parts.length > 0) return parts.join(' ');
  const open = types.filter(({ state }) => state === 'notEvaluated').length;
  if (open > 0)
    return `Nothing is known to be missing; ${open === 1 ? 'one family is' : `${open} families are`} not evaluated yet.`;
  return 'Everything that Stripe’s own records name is here.';
}

/** How a gap was closed; `null`: it is open. */
export function healedWords(healedBy: string | null): string {
  switch (healedBy) {
    case null:
      return 'open, asked for at the next read';
    case 'absent':
      return 'Stripe does not know it';
    case 'lookup':
      return 'asked for by its id';
    case 'list':
      return 'asked for by its list';
    case 'poll':
      return 'came with a later read';
    case 'refused':
      return 'came and cannot be read';
    default:
      return healedBy.startsWith('file')
        ? `came from a file, import ${healedBy.slice('file:'.length)}`
        : `came by ${healedBy}`;
  }
}

function objects(count: number): string {
  return count === 1 ? '1 object' : `${formatCount(count)} objects`;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
