import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
} from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useSignIn } from '../api/mutations.ts';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { useReturnFocus } from '../ui/use-return-focus.ts';
import { useCompany } from './company-context.ts';
import { useNotices } from './notice.ts';

/** Asks for a PeopleSoft operator id and its password, and proves them; from then on this window is that person's. */
export function SignInDialog({ close }: { readonly close: () => void }): ReactNode {
  useReturnFocus();
  const { say } = useNotices();
  const { signIn: ways } = useCompany().session;
  const signIn = useSignIn();
  const [operatorId, setOperatorId] = useState(ways.operatorId ?? '');
  const [keep, setKeep] = useState(ways.isKept);
  const [unlocked, setUnlocked] = useState(false);
  // Not controlled: React would write a controlled value into the page's attributes.
  const password = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = password.current?.value ?? '';
    if (signIn.isPending || operatorId.trim() === '' || (typed === '' && !ways.isKept)) return;
    signIn.mutate(
      { operatorId, keep, unlocked, ...(typed === '' ? {} : { password: typed }) },
      {
        onSuccess: ({ text }) => {
          say(text);
          close();
        },
      },
    );
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && close()}>
      <DialogSurface className="dialog">
        <form onSubmit={submit} autoComplete="off">
          <DialogBody>
            <DialogTitle>Sign in to PeopleSoft</DialogTitle>
            <DialogContent className="dialog-content">
              <p>
                PeopleSoft is asked for one row under your own operator id. A password it refuses is not sent again, so
                that you are not locked out.
              </p>
              {ways.hint !== null && <p className="quiet">{ways.hint}</p>}
              <Field label="Operator id" required>
                <Input
                  autoFocus={operatorId === ''}
                  value={operatorId}
                  maxLength={30}
                  spellCheck={false}
                  onChange={(_, { value }) => setOperatorId(value)}
                />
              </Field>
              <Field
                label="Password"
                required={!ways.isKept}
                {...(ways.isKept ? { hint: 'Left empty: the password that is kept for you' } : {})}
              >
                {(labelled) => (
                  <input
                    {...labelled}
                    ref={password}
                    autoFocus={operatorId !== ''}
                    className="secret-input"
                    type="password"
                    autoComplete="off"
                    maxLength={256}
                  />
                )}
              </Field>
              <Checkbox
                checked={keep}
                disabled={!ways.mayKeep}
                onChange={(_, { checked }) => setKeep(checked === true)}
                label="Keep my password in the vault of this home"
              />
              {ways.whyNotKeep !== null && <p className="quiet">{ways.whyNotKeep}</p>}
              {signIn.error !== null && (
                <>
                  <FailureNotice error={signIn.error} />
                  <Checkbox
                    checked={unlocked}
                    onChange={(_, { checked }) => setUnlocked(checked === true)}
                    label="The operator id was unlocked: send the same password once more"
                  />
                </>
              )}
            </DialogContent>
            <DialogActions>
              <Button onClick={close}>Cancel</Button>
              <Button appearance="primary" type="submit" disabledFocusable={signIn.isPending}>
                Sign in
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
