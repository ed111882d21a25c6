import { Button, Field, Input, Select } from '@fluentui/react-components';
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
  const asked = (what: 'numbers' | 'dates' | 'zone') => asks.includes(what);
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
        <ZoneField
          key={map.zone}
          zone={map.zone}
          offered={asked('zone') ? table.offeredZone : null}
          isLast={asks.length === 1}
          change={(zone) => change({ ...map, zone })}
        />
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

interface ZoneFieldProps {
  readonly zone: string;
  /** The zone to offer where she has to say one; null: it is said, or nothing hangs on it. */
  readonly offered: string | null;
  /** Nothing else is asked any more: what is chosen last makes the map hers. */
  readonly isLast: boolean;
  readonly change: (zone: string) => void;
}

/** Taken over when she leaves the field, since half a name of a zone is none; one that is only offered, when she says so. */
function ZoneField({ zone, offered, isLast, change }: ZoneFieldProps): ReactNode {
  const [text, setText] = useState(offered ?? zone);
  const asked = {
    validationMessage: 'The times of this file do not say their zone: choose the one the report was made in.',
  };
  return (
    <Field
      size="small"
      label="Zone of times that do not say"
      className={offered === null ? undefined : 'map-zone-asked'}
      {...(offered === null ? {} : asked)}
    >
      <Input
        value={text}
        onChange={(_, { value }) => setText(value)}
        onBlur={() => {
          if (offered === null && text.trim() !== '' && text !== zone) change(text.trim());
        }}
        {...(offered === null
          ? {}
          : {
              contentAfter: (
                <Button
                  size="small"
                  className="map-zone-use"
                  disabled={!isLast || text.trim() === ''}
                  onClick={() => change(text.trim())}
                >
                  Use this zone
                </Button>
              ),
            })}
      />
    </Field>
  );
}
