import { Button, Field, Textarea } from '@fluentui/react-components';
import type { FormEvent, ReactNode, RefObject } from 'react';

/** What a reason may be long; the ledger keeps it whole. */
const LONGEST_REASON = 500;

interface ReasonFieldProps {
  readonly reason: string;
  readonly say: (reason: string) => void;
  readonly isRequired: boolean;
  readonly suggestions: readonly string[];
  readonly submit: (event: FormEvent) => void;
  readonly autoFocus?: boolean;
  readonly box?: RefObject<HTMLTextAreaElement | null>;
}

/** Her reason in her own words, or one of the usual ones. Enter submits, Shift Enter begins a line. */
export function ReasonField(props: ReasonFieldProps): ReactNode {
  const { reason, say, isRequired, suggestions, submit, autoFocus = false, box } = props;
  return (
    <>
      <Field label={isRequired ? 'Reason' : 'Reason (optional)'} required={isRequired}>
        <Textarea
          autoFocus={autoFocus}
          {...(box === undefined ? {} : { textarea: { ref: box } })}
          rows={2}
          maxLength={LONGEST_REASON}
          value={reason}
          onChange={(_, { value }) => say(value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey) submit(event);
          }}
        />
      </Field>
      <div className="suggestions">
        {suggestions.map((suggestion) => (
          <Button key={suggestion} size="small" onClick={() => say(suggestion)}>
            {suggestion}
          </Button>
        ))}
      </div>
    </>
  );
}
