import { Checkbox, Field, Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import {
  TWO_FILE_ROLES,
  type TwoFileColumns,
  type TwoFilePreview,
  type TwoFileRole,
  type TwoFileState,
} from '../../../shared/contract/two-files.ts';
import { formatCount } from '../../ui/money.ts';
import { figures, TableHead } from '../../ui/table-head.tsx';
import { ROLE_WORDS } from './two-file-words.ts';

interface SideMapProps {
  readonly label: string;
  readonly file: TwoFileState['left'];
  readonly columns: TwoFileColumns;
  readonly preview: TwoFilePreview['left'] | undefined;
  readonly change: (columns: TwoFileColumns) => void;
}

/** Which column of one file plays which part, and how its first rows are read under that. */
export function SideMap({ label, file, columns, preview, change }: SideMapProps): ReactNode {
  const setRole = (role: TwoFileRole, name: string) => {
    const { [role]: _before, ...rest } = columns;
    change(name === '' ? rest : { ...rest, [role]: name });
  };
  const text = columns.text ?? [];
  const setText = (name: string, isText: boolean) => {
    const { text: _before, ...rest } = columns;
    const next = isText ? [...text, name] : text.filter((each) => each !== name);
    change(next.length === 0 ? rest : { ...rest, text: next });
  };
  return (
    <section className="pane scroll two-file-side" aria-label={`${label} file`}>
      <header>
        <strong>{file.name}</strong>
        <span className="pane-total figures">{formatCount(file.rows)} rows</span>
      </header>
      <div className="two-file-roles">
        {TWO_FILE_ROLES.map((role) => (
          <Field key={role} size="small" label={ROLE_WORDS[role]}>
            <Select value={columns[role] ?? ''} onChange={(_, { value }) => setRole(role, value)}>
              <option value="">{role === 'id' ? 'none: known by its line' : 'none'}</option>
              {file.columns.map(({ name, samples }) => (
                <option key={name} value={name} title={samples.join(' · ')}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        ))}
      </div>
      <fieldset className="two-file-texts">
        <legend>Further text that may tell rows apart</legend>
        {file.columns.map(({ name }) => (
          <Checkbox
            key={name}
            size="medium"
            label={name}
            checked={text.includes(name)}
            onChange={(_, { checked }) => setText(name, checked === true)}
          />
        ))}
      </fieldset>
      {preview !== undefined && <PreviewRows preview={preview} />}
    </section>
  );
}

function PreviewRows({
  preview: { first, faults, further, notes },
}: {
  readonly preview: TwoFilePreview['left'];
}): ReactNode {
  const parts = first[0]?.cells.map(({ part }) => part) ?? [];
  return (
    <>
      {faults.length > 0 && (
        <ul className="refusal-list bad" aria-label="Cannot be read">
          {faults.map(({ line, column, reason }) => (
            <li key={`${line} ${column}`}>
              Line {formatCount(line)}, column {column}: {reason}
            </li>
          ))}
          {further.map(({ column, count }) => (
            <li key={column}>
              And {formatCount(count)} more {count === 1 ? 'line' : 'lines'} in column {column}
            </li>
          ))}
        </ul>
      )}
      {notes.map((note) => (
        <p key={note} className="remark">
          {note}
        </p>
      ))}
      <div className="two-file-first" tabIndex={0} role="group" aria-label="First rows as they are read">
        <table className="plain-table">
          <TableHead columns={['Line', ...parts.map(headOf)]} />
          <tbody>
            {first.map(({ line, cells }) => (
              <tr key={line}>
                <td className="figures quiet">{line}</td>
                {cells.map(({ part, written, read }) => (
                  <td key={part} title={written} className={classOf(part, written.trim() !== '' && read === '')}>
                    {read === '' ? written : read}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const IN_FIGURES: ReadonlySet<string> = new Set(['amount', 'debit', 'credit'] satisfies TwoFileRole[]);

function headOf(part: string) {
  const words = ROLE_WORDS[part as TwoFileRole] ?? part;
  return IN_FIGURES.has(part) ? figures(words) : words;
}

function classOf(part: string, isBad: boolean): string {
  return [...(IN_FIGURES.has(part) ? ['right figures'] : []), ...(isBad ? ['bad'] : [])].join(' ');
}
