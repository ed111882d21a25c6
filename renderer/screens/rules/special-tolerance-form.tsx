import { Button, Field, Input, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { matchingTolerancesSchema, type ToleranceException } from '../../../shared/contract/profile-tolerances.ts';
import type { RuleList } from '../../../shared/contract/rules.ts';
import { decimalsOf, type CurrencyDecimals } from '../../../shared/contract/tolerance-words.ts';
import { parseDecimal } from '../../../shared/domain/money.ts';

interface SpecialToleranceFormProps {
  readonly list: RuleList;
  readonly add: (tolerance: ToleranceException) => void;
}
const EMPTY = { customer: '', currency: '', ruleId: '', amount: '', dateWindowDays: '' };
type Fields = typeof EMPTY;

/** A tolerance for one customer, currency or rule; what it lacks is said when it is added. */
export function SpecialToleranceForm({ list, add }: SpecialToleranceFormProps): ReactNode {
  const [fields, setFields] = useState(EMPTY);
  const [problem, setProblem] = useState<string | null>(null);
  const set =
    (name: keyof Fields) =>
    (_: unknown, { value }: { value: string }) =>
      setFields((old) => ({ ...old, [name]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const amount = amountOf(fields, list.inUse.decimals);
    if (typeof amount === 'string') return setProblem(amount);
    const parsed = matchingTolerancesSchema.safeParse({ exceptions: [{ ...given(fields), ...amount }] });
    const [tolerance] = parsed.data?.exceptions ?? [];
    if (tolerance === undefined) return setProblem(parsed.error?.issues[0]?.message ?? 'This is no tolerance.');
    add(tolerance);
    setProblem(null);
    setFields(EMPTY);
  };
  return (
    <form className="acts rules-fields" aria-label="New special tolerance" onSubmit={submit}>
      <Field size="small" label="Customer">
        <Input size="small" value={fields.customer} onChange={set('customer')} />
      </Field>
      <Field size="small" label="Currency">
        <Input size="small" maxLength={3} value={fields.currency} onChange={set('currency')} />
      </Field>
      <Field size="small" label="Rule">
        <Select size="small" value={fields.ruleId} onChange={set('ruleId')}>
          <option value="">all</option>
          {list.rules.map(({ ruleId, title }) => (
            <option key={ruleId} value={ruleId}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      <Field size="small" label="Amount, as 1.50">
        <Input inputMode="decimal" size="small" maxLength={16} value={fields.amount} onChange={set('amount')} />
      </Field>
      <Field size="small" label="Window in days">
        <Input
          type="number"
          size="small"
          min={0}
          max={366}
          value={fields.dateWindowDays}
          onChange={set('dateWindowDays')}
        />
      </Field>
      <Button size="small" type="submit">
        Add special tolerance
      </Button>
      {problem !== null && (
        <p role="alert" className="rules-problem">
          {problem}
        </p>
      )}
    </form>
  );
}

/** What was typed, without what was left empty. */
function given({ customer, currency, ruleId, dateWindowDays }: Fields): object {
  return {
    ...(customer.trim() === '' ? {} : { customer: customer.trim() }),
    ...(currency.trim() === '' ? {} : { currency: currency.trim().toUpperCase() }),
    ...(ruleId === '' ? {} : { ruleId }),
    ...(dateWindowDays === '' ? {} : { dateWindowDays: Number(dateWindowDays) }),
  };
}

/** The amount in the minor units of its currency, nothing where none was typed, or a sentence on what is wrong with it. */
function amountOf(
  { amount, currency }: Fields,
  decimals: CurrencyDecimals,
): { amountToleranceMinor?: number } | string {
  if (amount.trim() === '') return {};
  const code = currency.trim().toUpperCase();
  if (!/^[A-Z]{3}$/.test(code)) return 'An amount is money of one currency: name it by its three letters.';
  const digits = decimalsOf(code, decimals);
  try {
    return { amountToleranceMinor: parseDecimal(amount, digits, code).minor };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return `Write the amount as ${(1.5).toFixed(digits)}, with no more than ${digits} decimals.`;
  }
}
