import { Button, Field, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useQueryClient } from '@tanstack/react-query';
import { asContractError } from '../../api/contract-error.ts';
import { useClient } from '../../api/client-context.ts';
import { profileQuery } from '../../api/queries.ts';
import { readDraft } from './draft.ts';
import type { ProfileForm } from './use-profile-form.ts';

/** The profile as JSON: paste or load one, or take this one away. */
export function JsonImport({ form }: { readonly form: ProfileForm }): ReactNode {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const client = useClient();
  const cache = useQueryClient();
  const takeOpenOne = () => {
    cache.fetchQuery(profileQuery(client)).then(
      ({ profile }) => take(JSON.stringify(profile)),
      (error: unknown) => setFault(asContractError(error).message),
    );
  };
  const take = (json: string) => {
    try {
      form.replace(readDraft(json));
      setFault(null);
      setText('');
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <details className="json-import">
      <summary>Paste or load a profile as JSON</summary>
      <Field
        size="small"
        label="Profile as JSON"
        validationState={fault === null ? 'none' : 'error'}
        validationMessage={fault}
      >
        <Textarea
          className="mono"
          rows={6}
          value={text}
          spellCheck={false}
          onChange={(_, { value }) => setText(value)}
          placeholder='{ "name": "…", "stripe": { … }, "peoplesoft": { … }, "units": [ … ] }'
        />
      </Field>
      <div className="acts">
        <Button size="small" disabled={text.trim() === ''} onClick={() => take(text)}>
          Fill the form with it
        </Button>
        <Button size="small" onClick={takeOpenOne}>
          Start from the open company’s
        </Button>
        <label className="file-button">
          Load a file
          <input
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file !== undefined) file.text().then(take, (error: unknown) => setFault(String(error)));
            }}
          />
        </label>
        <span className="quiet">
          This form as JSON, without secrets:{' '}
          <CopyButton text={JSON.stringify(form.draft, null, 2)} label="the profile as JSON" />
        </span>
      </div>
    </details>
  );
}
