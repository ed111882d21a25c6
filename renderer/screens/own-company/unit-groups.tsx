import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { valueAt } from './draft.ts';
import { FormGroup } from './form-group.tsx';
import { refundsOption } from './optional-groups.ts';
import { OptionalSection } from './optional-section.tsx';
import { clearingGroup, unitGroup } from './profile-fields.ts';
import type { ProfileForm } from './use-profile-form.ts';

const NEW_UNIT = { goLiveDate: null, straightThrough: null, clearing: [{}] };

function countAt(form: ProfileForm, path: string): number {
  const list = valueAt(form.draft, path);
  return Array.isArray(list) ? list.length : 0;
}

/** The reconciliation units, each with its clearing accounts. */
export function UnitGroups({ form }: { readonly form: ProfileForm }): ReactNode {
  const units = countAt(form, 'units');
  return (
    <>
      {Array.from({ length: units }, (_, unit) => (
        <FormGroup key={unit} group={unitGroup(unit)} form={form}>
          <Clearing form={form} unit={unit} />
          <OptionalSection option={refundsOption(unit)} form={form} />
          {units > 1 && (
            <Button size="small" onClick={() => form.set(`units.${unit}`, undefined)}>
              Remove this unit
            </Button>
          )}
        </FormGroup>
      ))}
      <p>
        <Button size="small" onClick={() => form.set(`units.${units}`, NEW_UNIT)}>
          Add a unit
        </Button>
      </p>
    </>
  );
}

function Clearing({ form, unit }: { readonly form: ProfileForm; readonly unit: number }): ReactNode {
  const path = `units.${unit}.clearing`;
  const count = countAt(form, path);
  return (
    <div className="clearing">
      {Array.from({ length: count }, (_, index) => (
        <FormGroup key={index} group={clearingGroup(unit, index)} form={form}>
          {count > 1 && (
            <Button size="small" onClick={() => form.set(`${path}.${index}`, undefined)}>
              Remove this account
            </Button>
          )}
        </FormGroup>
      ))}
      <Button size="small" onClick={() => form.set(`${path}.${count}`, {})}>
        Add a clearing account
      </Button>
    </div>
  );
}
