import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { valueAt } from './draft.ts';
import { FormGroup } from './form-group.tsx';
import { FormSection } from './form-section.tsx';
import type { OptionalGroup } from './optional-groups.ts';
import type { ProfileForm } from './use-profile-form.ts';

interface OptionalSectionProps {
  readonly option: OptionalGroup;
  readonly form: ProfileForm;
}

/** A part of the profile that is there or not. */
export function OptionalSection({ option, form }: OptionalSectionProps): ReactNode {
  const { path, group, without, addLabel, start } = option;
  const isThere = valueAt(form.draft, path) !== undefined;
  return (
    <FormSection title={group.title} summary={isThere ? 'used' : without} paths={[path]} form={form}>
      {isThere ? (
        <FormGroup group={group} form={form} isTitledAbove>
          <Button size="small" onClick={() => form.set(path, undefined)}>
            Leave it out
          </Button>
        </FormGroup>
      ) : (
        <p>
          <Button size="small" onClick={() => form.set(path, start)}>
            {addLabel}
          </Button>
        </p>
      )}
    </FormSection>
  );
}
