import { Field, Input, Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { fieldText, parseField, valueAt } from './draft.ts';
import type { FieldGroup, ProfileField, SecretField } from './profile-fields.ts';
import type { ProfileForm } from './use-profile-form.ts';

interface FormGroupProps {
  readonly group: FieldGroup;
  readonly form: ProfileForm;
  /** Its title stands above it already, and is here for whoever listens. */
  readonly isTitledAbove?: boolean;
  readonly children?: ReactNode;
}

/** One group of fields with its heading. */
export function FormGroup({ group, form, isTitledAbove = false, children }: FormGroupProps): ReactNode {
  return (
    <fieldset className={isTitledAbove ? 'form-group form-group-titled' : 'form-group'}>
      <legend>{group.title}</legend>
      {group.note !== undefined && <p className="quiet form-note">{group.note}</p>}
      {group.fields.map((field) =>
        'secret' in field ? (
          <SecretRow key={field.path} field={field} form={form} />
        ) : (
          <FieldRow key={field.path} field={field} form={form} />
        ),
      )}
      {children}
    </fieldset>
  );
}

function validation(form: ProfileForm, path: string, hint: string | undefined) {
  const fault = form.faultAt(path);
  return {
    validationState: fault === null ? ('none' as const) : ('error' as const),
    validationMessage: fault,
    ...(hint === undefined || fault !== null ? {} : { hint }),
  };
}

function FieldRow({ field, form }: { readonly field: ProfileField; readonly form: ProfileForm }): ReactNode {
  const text = fieldText(valueAt(form.draft, field.path));
  const change = (next: string) => form.set(field.path, parseField(field.kind ?? 'text', next));
  return (
    <Field size="small" label={field.label} {...validation(form, field.path, field.hint)}>
      {field.choices === undefined ? (
        <TextInput text={text} change={change} placeholder={field.standard} isNumber={field.kind === 'number'} />
      ) : (
        <Select size="small" value={chosenOf(field, text)} onChange={(_, { value }) => change(value)}>
          {chosenOf(field, text) === '' && <option value="">(choose)</option>}
          {field.choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** What a choice shows: the first of its choices is what holds where the profile says nothing, unless somebody has to choose. */
function chosenOf({ choices = [], mustChoose }: ProfileField, text: string): string {
  return text === '' && mustChoose !== true ? (choices[0]?.value ?? '') : text;
}

interface TextInputProps {
  readonly text: string;
  readonly change: (text: string) => void;
  readonly placeholder: string | undefined;
  readonly isNumber: boolean;
}

/** Takes over what was typed when the field is left, so that `USD, ` can be typed on its way to `USD, CAD`. */
function TextInput({ text, change, placeholder, isNumber, ...field }: TextInputProps): ReactNode {
  return (
    <Input
      {...field}
      key={text}
      size="small"
      defaultValue={text}
      {...(placeholder === undefined ? {} : { placeholder })}
      inputMode={isNumber ? 'decimal' : 'text'}
      autoComplete="off"
      spellCheck={false}
      onBlur={(event) => event.target.value !== text && change(event.target.value)}
    />
  );
}

/** Its field is a plain one that nobody controls: React would write a controlled value into the page's attributes. */
function SecretRow({ field, form }: { readonly field: SecretField; readonly form: ProfileForm }): ReactNode {
  const place = valueAt(form.draft, `${field.path}.vault`) === undefined ? 'env' : 'vault';
  const name = fieldText(valueAt(form.draft, `${field.path}.${place}`));
  const optional = field.isOptional === true ? ' (optional)' : '';
  const isLeftOut = (next: string) => field.isOptional === true && next.trim() === '';
  return (
    <div className="secret-row">
      <Field size="small" label={`${field.label}${optional}, to check with`} hint="Never shown again">
        {(labelled) => (
          <input
            {...labelled}
            className="secret-input"
            type="password"
            autoComplete="off"
            onChange={(event) => form.setSecret(field.path, event.target.value)}
          />
        )}
      </Field>
      <Field size="small" label="Kept in">
        <Select
          size="small"
          value={place}
          onChange={(_, { value }) => form.set(field.path, { [value]: name === '' ? field.proposedName : name })}
        >
          <option value="env">environment variable</option>
          <option value="vault">vault key</option>
        </Select>
      </Field>
      <Field size="small" label={place === 'env' ? 'Variable' : 'Key'} {...validation(form, field.path, undefined)}>
        <TextInput
          text={name}
          change={(next) => form.set(field.path, isLeftOut(next) ? undefined : { [place]: next.trim() })}
          placeholder={field.proposedName}
          isNumber={false}
        />
      </Field>
    </div>
  );
}
