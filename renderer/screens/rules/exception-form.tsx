import { Button, Field, Input, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { matchingTolerancesSchema, type ToleranceException } from '../../../shared/contract/profile-tolerances.ts';
import type { RuleRow } from '../../../shared/contract/rules.ts';

interface ExceptionFormProps {
  readonly rules: readonly RuleRow[];
  readonly add: (exception: ToleranceException) => void;
}
const EMPTY = { customer: '', currency: '', ruleId: '', amountToleranceMinor: '', dateWindowDays: '' };
type Fields = typeof EMPTY;

/** A tolerance for one customer, currency or rule; what it lacks is said when it is added. */
export function ExceptionForm({ rules, add }: ExceptionFormProps): ReactNode {
  const [fields, setFields] = useState(EMPTY);
  const [problem, setProblem] = useState<string | null>(null);
  const set =
    (name: keyof Fields) =>
    (_: unknown, { value }: { value: string }) =>
      setFields((old) => ({ ...old, [name]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = matchingTolerancesSchema.safeParse({ exceptions: [given(fields)] });
    const [exception] = parsed.data?.exceptions ?? [];
    if (exception === undefined) return setProblem(parsed.error?.issues[0]?.message ?? 'This is no exception.');
    add(exception);
    setProblem(null);
    setFields(EMPTY);
  };
  return (
    <form className="acts rules-fields" aria-label="New exception" onSubmit={submit}>
      <Field size="small" label="Customer">
        <Input size="small" value={fields.customer} onChange={set('customer')} />
      </Field>
      <Field size="small" label="Currency">
        <Input size="small" maxLength={3} value={fields.currency} onChange={set('currency')} />
      </Field>
      <Field size="small" label="Rule">
        <Select size="small" value={fields.ruleId} onChange={set('ruleId')}>
          <option value="">all</option>
          {rules.map(({ ruleId, title }) => (
            <option key={ruleId} value={ruleId}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      <Field size="small" label="Amount in minor units">
        <Input
          type="number"
          size="small"
          min={0}
          value={fields.amountToleranceMinor}
          onChange={set('amountToleranceMinor')}
        />
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
        Add exception
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
function given({ customer, currency, ruleId, amountToleranceMinor, dateWindowDays }: Fields): object {
  return {
    ...(customer.trim() === '' ? {} : { customer: customer.trim() }),
    ...(currency.trim() === '' ? {} : { currency: currency.trim().toUpperCase() }),
    ...(ruleId === '' ? {} : { ruleId }),
    ...(amountToleranceMinor === '' ? {} : { amountToleranceMinor: Number(amountToleranceMinor) }),
    ...(dateWindowDays === '' ? {} : { dateWindowDays: Number(dateWindowDays) }),
  };
}
