import type { PersonChangeRow, PersonRecordView, PersonRow } from '../../../shared/contract/people.ts';
import { formatDecimal, money, parseDecimal, type Money } from '../../../shared/domain/money.ts';
import type { Role } from '../../../shared/domain/states.ts';
import { stripeExponent } from '../../../shared/domain/stripe-currency.ts';
import { formatMoneyWithCurrency } from '../../ui/money.ts';

export const ROLE_WORDS: Readonly<Record<Role, { readonly label: string; readonly may: string }>> = {
  preparer: { label: 'Preparer', may: 'decides about matches, up to the limit' },
  reviewer: { label: 'Reviewer', may: 'decides, also what waits above somebody’s limit; confirms changes' },
  administrator: { label: 'Administrator', may: 'connects the company, proposes changes of people' },
  auditor: { label: 'Auditor', may: 'looks at everything' },
};

export const BASIS_WORDS: Readonly<Record<PersonRow['basis'], string>> = {
  firstAdministrator: 'set the home up; nobody confirmed it',
  addedAlone: 'by the first administrator alone',
  twoPeople: 'by two people',
  sample: 'of the sample company',
};

/** Most a person may approve alone, in words. */
export function limitsText(limits: PersonRecordView['limits']): string {
  if (limits === null) return 'no limit';
  if (limits.length === 0) return 'may approve nothing alone';
  return limits.map((limit) => formatMoneyWithCurrency(limit)).join(', ');
}

/** Limits as they are typed, e.g. `500 USD, 400 EUR`; empty where there are none. */
export function limitsInput(limits: PersonRecordView['limits']): string {
  return (limits ?? []).map((limit) => `${formatDecimal(limit)} ${limit.currency}`).join(', ');
}

/** Reads what `limitsInput` writes. Answers the amounts, or a sentence that names the part it cannot read. */
export function parseLimits(text: string): readonly Money[] | string {
  const limits: Money[] = [];
  const parts = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  for (const part of parts) {
    const [, amount = '', currency = ''] = /^([\d.]+)\s*([A-Za-z]{3})$/.exec(part) ?? [];
    const code = currency.toUpperCase();
    const exponent = stripeExponent(code);
    if (exponent === null) return `“${part}” is not an amount and a currency, such as 500 USD.`;
    if (limits.some((limit) => limit.currency === code)) return `${code} stands there twice.`;
    try {
      const { minor } = parseDecimal(amount, exponent, code);
      limits.push(money(minor, exponent, code));
    } catch {
      return `“${part}” is not an amount of ${code}.`;
    }
  }
  return limits;
}

/** What a change would make different, one line each. */
export function changesOf(before: PersonRecordView | null, after: PersonRecordView): readonly string[] {
  const roles = (record: PersonRecordView) =>
    record.roles.map((role) => ROLE_WORDS[role].label).join(', ') || 'no role';
  const lines: readonly (readonly [string, (record: PersonRecordView) => string])[] = [
    ['Name', ({ name }) => name],
    ['Operator id', ({ operatorId }) => operatorId ?? 'none'],
    ['Roles', roles],
    ['Approves alone', ({ limits }) => limitsText(limits)],
    ['State', ({ isActive }) => (isActive ? 'active' : 'has left')],
  ];
  return lines.flatMap(([label, words]) => {
    if (before === null) return [`${label}: ${words(after)}`];
    return words(before) === words(after) ? [] : [`${label}: ${words(before)} becomes ${words(after)}`];
  });
}

/** What became of a change that waits no more, e.g. "refused by bert: limit is too high". */
export function decidedWords({ state, isAlone, decidedBy, ended }: PersonChangeRow): string {
  if (isAlone) return 'held at once, confirmed by nobody';
  const by = decidedBy ?? '';
  if (ended !== null) return `${ended.as} by ${by}${ended.reason === null ? '' : `: ${ended.reason}`}`;
  return state === 'withdrawn' ? `replaced by a later proposal of ${by}` : `confirmed by ${by}`;
}
