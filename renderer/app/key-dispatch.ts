import { createContext, useContext, useEffect, useEffectEvent, useState } from 'react';
import { isRepeatedWrite, keyOf } from './keys.ts';
import type { KeyId } from './keys.ts';

/** What a screen does for some of the keys; a handler that answers false leaves the key to the browser. */
export type KeyHandlers = Partial<Record<KeyId, (event: KeyboardEvent) => void | boolean>>;

/** A screen is asked first, whichever of the two was there earlier. */
export type KeyOwner = 'screen' | 'frame';

export interface KeyDispatch {
  /** Adds a screen's handlers, the latest first, or the frame's, which come after those of every screen; the answer removes them. */
  readonly add: (handlers: () => KeyHandlers, owner: KeyOwner) => () => void;
}

const DispatchContext = createContext<KeyDispatch | null>(null);
export const KeyDispatchProvider = DispatchContext.Provider;

const TYPING = 'input, textarea, select, [contenteditable=true], [role=textbox], [role=combobox]';
/** In a dialog or menu the keys are its own: nothing behind it may fire. */
const APART = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';
const PRESSED_BY_ENTER = 'button, a[href], summary';

function isTyping(target: Element): boolean {
  return target.closest(TYPING) !== null;
}

/** Makes the dispatcher of the window and listens until the component is gone. */
export function useMakeKeyDispatch(): KeyDispatch {
  const [stack] = useState<(() => KeyHandlers)[]>(() => []);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      if (
        event.defaultPrevented ||
        target.closest(APART) !== null ||
        document.querySelector('[aria-modal=true]') !== null
      )
        return;
      const id = keyOf(event, isTyping(target));
      if (id === null || (id === 'open' && target.closest(PRESSED_BY_ENTER) !== null)) return;
      // The next row would be decided by a key that was pressed for this one.
      if (isRepeatedWrite(id, event.repeat)) return event.preventDefault();
      for (const handlers of stack.toReversed()) {
        const run = handlers()[id];
        if (run === undefined || run(event) === false) continue;
        event.preventDefault();
        return;
      }
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [stack]);
  const [dispatch] = useState<KeyDispatch>(() => ({
    add: (handlers, owner) => {
      if (owner === 'frame') stack.unshift(handlers);
      else stack.push(handlers);
      return () => {
        stack.splice(stack.indexOf(handlers), 1);
      };
    },
  }));
  return dispatch;
}

/** Answers keys while the calling component is on screen. */
export function useKeys(handlers: KeyHandlers, owner: KeyOwner = 'screen'): void {
  const dispatch = useContext(DispatchContext);
  const current = useEffectEvent(() => handlers);
  useEffect(() => dispatch?.add(() => current(), owner), [dispatch, owner]);
}
