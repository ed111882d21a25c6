import { isNowhere } from './remember-keyboard.ts';

/**
 * For the `ref` of what takes the place of a control that held the keyboard: it takes it over where nothing else has it. Otherwise a person
 * without a mouse would begin at the top of the page again.
 */
export function takeKeyboard(element: HTMLElement | null): void {
  if (element !== null && isNowhere(document.activeElement)) element.focus({ preventScroll: true });
}
