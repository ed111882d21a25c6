import { Select } from '@fluentui/react-components';
import { Fragment } from 'react';
import type { ReactNode } from 'react';
import type { MappedPropertyKey, MappingDiscovered, MappingFindingRow } from '../../../shared/contract/mapping.ts';
import { choicesFor } from './mapping-choices.ts';
import type { Field, Names } from './mapping-choices.ts';

const LEVEL_WORDS: Readonly<Record<Field['level'], string>> = {
  deposit: 'Deposit',
  payment: 'Each payment',
  customer: 'Each customer of a payment',
  item: 'Each item of a payment',
};
const LEVELS = ['deposit', 'payment', 'customer', 'item'] as const;

interface MappingTableProps {
  readonly found: MappingDiscovered;
  readonly names: Names;
  readonly findings: readonly MappingFindingRow[];
  readonly choose: (key: MappedPropertyKey, name: string) => void;
}

/** Every value of our deposit with the property it goes into, what that can hold, and why it is proposed. */
export function MappingTable({ found, names, findings, choose }: MappingTableProps): ReactNode {
  return (
    <table className="plain-table mapping-table">
      <thead>
        <tr>
          <th scope="col">Our value</th>
          <th scope="col">Property of {found.service}</th>
          <th scope="col">Holds</th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        {LEVELS.map((level) => (
          <Fragment key={level}>
            <tr className="mapping-level">
              <th scope="rowgroup" colSpan={4}>
                {LEVEL_WORDS[level]}
              </th>
            </tr>
            {found.fields
              .filter((field) => field.level === level)
              .map((field) => (
                <FieldRow
                  key={field.key}
                  field={field}
                  found={found}
                  names={names}
                  misfits={findings.filter(({ key }) => key === field.key)}
                  choose={choose}
                />
              ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

interface FieldRowProps extends Omit<MappingTableProps, 'findings'> {
  readonly field: Field;
  readonly misfits: readonly MappingFindingRow[];
}

function FieldRow({ field, found, names, misfits, choose }: FieldRowProps): ReactNode {
  const choices = choicesFor(field, names, found.properties);
  const name = names[field.key] ?? '';
  const chosen = choices.find((each) => each.name === name);
  return (
    <tr>
      <th scope="row">
        <span id={`mapping-${field.key}`}>{field.label}</span>
        {!field.required && <span className="quiet"> optional</span>}
      </th>
      <td>
        <Select
          size="small"
          className="mapping-select"
          aria-labelledby={`mapping-${field.key}`}
          value={name}
          onChange={(_, { value }) => choose(field.key, value)}
        >
          <option value="">none</option>
          {name !== '' && chosen === undefined && <option value={name}>{name} (not there)</option>}
          {choices.map((each) => (
            <option key={each.path} value={each.name}>
              {each.name}
            </option>
          ))}
        </Select>
      </td>
      <td>
        {chosen?.type ?? ''}
        {chosen?.required === true && <span className="quiet">, required</span>}
      </td>
      <td>
        {reasonFor(field, name)}
        {misfits.map(({ text, blocks }) => (
          <span key={text} className={blocks ? 'mapping-misfit' : 'mapping-doubt'}>
            {text}
          </span>
        ))}
      </td>
    </tr>
  );
}

function reasonFor(field: Field, name: string): string {
  if (name === (field.proposed ?? '')) return field.reason;
  if (name === field.current) return 'In use now.';
  return field.proposed === null ? 'Chosen by you.' : `Chosen by you; ${field.proposed} was proposed.`;
}
