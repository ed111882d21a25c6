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
import type { ReactNode } from 'react';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { useReturnFocus } from '../ui/use-return-focus.ts';
import { useSignInForm } from './use-sign-in-form.ts';
import type { SignInForm } from './use-sign-in-form.ts';

/** Asks for a PeopleSoft operator id and its password, and proves them; from then on this window is that person's. */
export function SignInDialog({ close }: { readonly close: () => void }): ReactNode {
  useReturnFocus();
  const form = useSignInForm(close);
  const { ways, isBusy } = form;
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && close()}>
      <DialogSurface className="dialog">
        <form onSubmit={form.submit} autoComplete="off">
          <DialogBody>
            <DialogTitle>Sign in to PeopleSoft</DialogTitle>
            <DialogContent className="dialog-content">
              <p>
                PeopleSoft is asked for one row under your own operator id. A password it refuses is not sent again, so
                that you are not locked out.
              </p>
              {ways.hint !== null && <p className="quiet">{ways.hint}</p>}
              <Words form={form} />
              <Outcome form={form} />
            </DialogContent>
            <DialogActions>
              <Button onClick={close}>Cancel</Button>
              {ways.byBrowser && (
                <Button disabledFocusable={isBusy || form.operatorId.trim() === ''} onClick={form.goToBrowser}>
                  Use my browser
                </Button>
              )}
              <Button appearance="primary" type="submit" disabledFocusable={isBusy}>
                Sign in
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

function Words({ form }: { readonly form: SignInForm }): ReactNode {
  const { ways } = form;
  const kept = ways.isKept ? { hint: 'Left empty: the password that is kept for you' } : {};
  return (
    <>
      <Field label="Operator id" required>
        <Input
          autoFocus={ways.operatorId === null}
          value={form.operatorId}
          maxLength={30}
          spellCheck={false}
          onChange={(_, { value }) => form.setOperatorId(value)}
        />
      </Field>
      <Field label="Password" required={!ways.isKept} {...kept}>
        {(labelled) => (
          <input
            {...labelled}
            ref={form.password}
            autoFocus={ways.operatorId !== null}
            className="secret-input"
            type="password"
            autoComplete="off"
            maxLength={256}
          />
        )}
      </Field>
      <Checkbox
        checked={form.keep}
        disabled={!ways.mayKeep}
        onChange={(_, { checked }) => form.setKeep(checked === true)}
        label="Keep my sign-in in the vault of this home"
      />
      {ways.whyNotKeep !== null && <p className="quiet">{ways.whyNotKeep}</p>}
    </>
  );
}

function Outcome({ form }: { readonly form: SignInForm }): ReactNode {
  return (
    <>
      {form.waitsForBrowser && <p role="status">Go on in your browser; this window waits for you.</p>}
      {form.browserError !== null && <FailureNotice error={form.browserError} />}
      {form.passwordError !== null && (
        <>
          <FailureNotice error={form.passwordError} />
          <Checkbox
            checked={form.unlocked}
            onChange={(_, { checked }) => form.setUnlocked(checked === true)}
            label="The operator id was unlocked: send the same password once more"
          />
        </>
      )}
    </>
  );
}
