import { useEffect, useState } from 'react';

/**
 * For a dialog: puts the keyboard back where it was when the dialog is gone. Fluent does so only for dialogs with a trigger
 * button, and ours are opened by keys.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After the dialog has let go of the keyboard.
      requestAnimationFrame(() => {
        if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body)
          before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
