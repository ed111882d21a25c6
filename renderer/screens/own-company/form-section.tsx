import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ProfileForm } from './use-profile-form.ts';

interface FormSectionProps {
  readonly title: string;
  /** What it says now, in a few words, readable while it is closed. */
  readonly summary: string;
  /** Where its fields are in the profile: a fault there opens it. */
  readonly paths: readonly string[];
  readonly form: ProfileForm;
  readonly children: ReactNode;
}

/** A part of the form that is closed until somebody wants it, or until something in it is not right. */
export function FormSection({ title, summary, paths, form, children }: FormSectionProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const isWrong = paths.some((path) => form.faultAt(path) !== null);
  return (
    <details
      className="form-section"
      open={isOpen || isWrong}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        <b>{title}</b> <span className="quiet">{summary}</span>
      </summary>
      <div className="form-section-body">{children}</div>
    </details>
  );
}
