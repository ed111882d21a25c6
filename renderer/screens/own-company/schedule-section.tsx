import { Button, Checkbox } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { WEEKDAYS } from '../connections/schedule-words.ts';
import { fieldText, isList, valueAt, type Json } from './draft.ts';
import { FormGroup } from './form-group.tsx';
import { FormSection } from './form-section.tsx';
import { blackoutGroup, windowGroup } from './optional-groups.ts';
import type { ProfileForm } from './use-profile-form.ts';

const WINDOWS = 'peoplesoft.quietWindow';
const BLACKOUTS = 'peoplesoft.blackouts';
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** The hours in which PeopleSoft lets us work in bulk, and the days on which it does not whatever the hour. */
export function ScheduleSection({ form }: { readonly form: ProfileForm }): ReactNode {
  const [windows, blackouts] = [listAt(form, WINDOWS), listAt(form, BLACKOUTS)];
  const hours = ['at any hour', 'in one quiet window'][windows.length] ?? `in ${windows.length} quiet windows`;
  const days = ['', ', but for one span of days'][blackouts.length] ?? `, but for ${blackouts.length} spans of days`;
  return (
    <FormSection
      title="When PeopleSoft may be worked in bulk"
      summary={`${hours}${days}`}
      paths={[WINDOWS, BLACKOUTS]}
      form={form}
    >
      {windows.map((_, index) => (
        <FormGroup key={index} group={windowGroup(index)} form={form}>
          <Days form={form} path={`${WINDOWS}.${index}.days`} />
          <Button size="small" onClick={() => form.set(`${WINDOWS}.${index}`, undefined)}>
            Remove this window
          </Button>
        </FormGroup>
      ))}
      {blackouts.map((_, index) => (
        <FormGroup key={index} group={blackoutGroup(index)} form={form}>
          <Button size="small" onClick={() => form.set(`${BLACKOUTS}.${index}`, undefined)}>
            Remove these days
          </Button>
        </FormGroup>
      ))}
      <p className="acts">
        <Button
          size="small"
          onClick={() => form.set(`${WINDOWS}.${windows.length}`, { ...zoneOf(form), from: '18:00', to: '06:00' })}
        >
          Add a quiet window
        </Button>
        <Button size="small" onClick={() => form.set(`${BLACKOUTS}.${blackouts.length}`, zoneOf(form))}>
          Add days without bulk work
        </Button>
      </p>
    </FormSection>
  );
}

/** The zone that new hours and days begin with: most sites have one. */
function zoneOf(form: ProfileForm): { readonly [name: string]: Json } {
  const zone = ['units.0.zone', 'peoplesoft.databaseZone'].map((path) => fieldText(valueAt(form.draft, path)));
  const known = zone.find((each) => each !== '');
  return known === undefined ? {} : { zone: known };
}

function listAt(form: ProfileForm, path: string): readonly Json[] {
  const list = valueAt(form.draft, path);
  return isList(list) ? list : [];
}

/** The days a window starts on. All of them is the standard, and is not written down. */
function Days({ form, path }: { readonly form: ProfileForm; readonly path: string }): ReactNode {
  const given = valueAt(form.draft, path);
  const days = isList(given) ? given : EVERY_DAY;
  const change = (day: number, isChosen: boolean) => {
    const next = EVERY_DAY.filter((each) => (each === day ? isChosen : days.includes(each)));
    form.set(path, next.length === EVERY_DAY.length ? undefined : next);
  };
  const fault = form.faultAt(path);
  return (
    <fieldset className="form-days">
      <legend>Starts on</legend>
      {WEEKDAYS.map((name, index) => (
        <Checkbox
          key={name}
          label={name}
          checked={days.includes(index + 1)}
          onChange={(_, { checked }) => change(index + 1, checked === true)}
        />
      ))}
      {fault !== null && (
        <span role="alert" className="bad">
          {days.length === 0 ? 'choose at least one day' : fault}
        </span>
      )}
    </fieldset>
  );
}
