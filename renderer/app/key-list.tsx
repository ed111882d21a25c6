import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useReturnFocus } from '../ui/use-return-focus.ts';
import { KEY_PLACES, KEYS } from './keys.ts';

/** The list behind `?`: exactly the table in `keys.ts`. */
export function KeyList({ close }: { readonly close: () => void }): ReactNode {
  useReturnFocus();
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && close()}>
      <DialogSurface className="dialog key-list">
        <DialogBody>
          <DialogTitle>Keys</DialogTitle>
          <DialogContent className="key-columns">
            {KEY_PLACES.map((place) => (
              <section key={place} aria-label={place}>
                <h3>{place}</h3>
                <dl>
                  {KEYS.filter(({ where }) => where === place).map(({ id, caps, does }) => (
                    <div key={id} data-key={id}>
                      <dt>
                        {caps.map((cap) => (
                          <kbd key={cap}>{cap}</kbd>
                        ))}
                      </dt>
                      <dd>{does}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </DialogContent>
          <DialogActions>
            <span className="quiet">Letters never act while you type.</span>
            <Button appearance="primary" onClick={close}>
              Close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
