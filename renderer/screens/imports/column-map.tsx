import { Field, Input, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { FilePreview, TableMapping } from '../../../shared/contract/files.ts';

interface ColumnMapProps {
  readonly table: NonNullable<FilePreview['table']>;
  readonly change: (map: TableMapping) => void;
}

const ASKED = 'It could be read both ways: choose one.';

/** Which column is what, and how numbers and dates are written. */
export function ColumnMap({ table, change }: ColumnMapProps): ReactNode {
  const { map, asks, headers, roles } = table;
  const setColumn = (role: string, column: string) => {
    const others = Object.entries(map.columns).filter(([name]) => name !== role);
    change({ ...map, columns: Object.fromEntries(column === '' ? others : [...others, [role, column]]) });
  };
  const asked = (what: 'numbers' | 'dates') => asks.includes(what);
  return (
    <fieldset className="column-map">
      <legend>{table.mapName === null ? 'How it is read' : `How it is read: saved map “${table.mapName}”`}</legend>
      <div className="map-formats">
        <Field size="small" label="Numbers" {...(asked('numbers') ? { validationMessage: ASKED } : {})}>
          <Select
            value={asked('numbers') ? '' : map.numbers}
            onChange={(_, { value }) => change({ ...map, numbers: value === 'comma' ? 'comma' : 'point' })}
          >
            {asked('numbers') && <option value="">choose…</option>}
            <option value="point">1,234.56</option>
            <option value="comma">1.234,56</option>
          </Select>
        </Field>
        <Field size="small" label="Dates" {...(asked('dates') ? { validationMessage: ASKED } : {})}>
          <Select
            value={asked('dates') ? '' : map.dates}
            onChange={(_, { value }) => change({ ...map, dates: value === 'dmy' || value === 'mdy' ? value : 'iso' })}
          >
            {asked('dates') && <option value="">choose…</option>}
            <option value="iso">2026-10-31</option>
            <option value="dmy">31.10.2026</option>
            <option value="mdy">10/31/2026</option>
          </Select>
        </Field>
        <ZoneField key={map.zone} zone={map.zone} change={(zone) => change({ ...map, zone })} />
      </div>
      <details>
        <summary>Columns</summary>
        <div className="map-columns">
          {roles.map(({ role, label, required }) => (
            <Field key={role} size="small" label={label} required={required}>
              <Select value={map.columns[role] ?? ''} onChange={(_, { value }) => setColumn(role, value)}>
                <option value="">none</option>
                {headers.map((header) => (
                  <option key={header} value={header}>
                    {header}
                  </option>
                ))}
              </Select>
            </Field>
          ))}
        </div>
      </details>
    </fieldset>
  );
}

/** Taken over when she leaves the field: half a name of a zone is none. */
function ZoneField({ zone, change }: { readonly zone: string; readonly change: (zone: string) => void }): ReactNode {
  const [text, setText] = useState(zone);
  return (
    <Field size="small" label="Zone of times that do not say">
      <Input
        value={text}
        onChange={(_, { value }) => setText(value)}
        onBlur={() => {
          if (text.trim() !== '' && text !== zone) change(text.trim());
        }}
      />
    </Field>
  );
}
