import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { useEffect, useEffectEvent } from 'react';
import type { ReactNode } from 'react';
import { useNewAddress } from '../api/mutations.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { useReturnFocus } from '../ui/use-return-focus.ts';
import { FailureNotice } from '../ui/failure-notice.tsx';

/** Asks the browser host for a one-time address that opens one more tab. */
export function NewAddressDialog({ close }: { readonly close: () => void }): ReactNode {
  useReturnFocus();
  const address = useNewAddress();
  const ask = useEffectEvent(() => address.mutate({}));
  useEffect(() => ask(), []);
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && close()}>
      <DialogSurface className="dialog">
        <DialogBody>
          <DialogTitle>Address for another tab</DialogTitle>
          <DialogContent className="dialog-content">
            <p>It works once. Open it in a browser on this machine.</p>
            {address.data !== undefined && (
              <p className="address">
                <code>{address.data.url}</code> <CopyButton text={address.data.url} label="the address" />
              </p>
            )}
            {address.error !== null && <FailureNotice error={address.error} />}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={close}>
              Close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
