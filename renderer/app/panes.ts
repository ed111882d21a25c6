const FOCUSABLE = 'button:not(:disabled), a[href], input:not(:disabled), textarea, select, [tabindex="0"]';
const focusByPane = new WeakMap<Element, () => boolean>();
let latest: Element | null = null;

/**
 * Remembers the pane that has the keyboard, for the moment in which a grid that loads again has taken the row under it away.
 * The answer ends it.
 */
export function rememberPane(): () => void {
  const note = (event: FocusEvent) => {
    latest = event.target instanceof Element ? event.target.closest('[data-pane]') : null;
  };
  document.addEventListener('focusin', note);
  return () => document.removeEventListener('focusin', note);
}

function currentPane(): Element | null {
  const { activeElement, body } = document;
  if (activeElement !== null && activeElement !== body) return activeElement.closest('[data-pane]');
  return latest?.isConnected === true ? latest : null;
}

/** Says how the keyboard gets into a pane; without it, or when it answers false, the pane's first control takes it. */
export function definePane(element: Element | null, focus: () => boolean): void {
  if (element !== null) focusByPane.set(element, focus);
}

function enter(pane: Element): boolean {
  if (focusByPane.get(pane)?.() === true) return true;
  const first = pane.querySelector<HTMLElement>(FOCUSABLE);
  first?.focus();
  return first !== null;
}

/** Moves the keyboard to the next (1) or previous (-1) pane of the page, in the order they stand in it; false when there is none. */
export function goToPane(step: 1 | -1): boolean {
  const panes = [...document.querySelectorAll('[data-pane]')];
  const here = panes.findIndex((pane) => pane === currentPane());
  for (let tried = 1; tried <= panes.length; tried += 1) {
    const from = here === -1 && step === -1 ? 0 : here;
    const pane = panes[(from + step * tried + panes.length * 2) % panes.length];
    if (pane !== undefined && enter(pane)) return true;
  }
  return false;
}

/** Moves the keyboard into the pane of that name; false when there is none or nothing in it takes the keyboard. */
export function enterPane(name: string): boolean {
  const pane = document.querySelector(`[data-pane="${name}"]`);
  return pane !== null && enter(pane);
}

/** Name of the pane that holds the keyboard, or null. */
export function paneWithFocus(): string | null {
  return currentPane()?.getAttribute('data-pane') ?? null;
}

/** Whether the keyboard is on a row or heading of a grid. */
export function isInGrid(): boolean {
  return document.activeElement?.closest('[role=gridcell], [role=columnheader]') instanceof Element;
}

/** Whether the keyboard is on a column heading, where Enter sorts. */
export function isOnHeading(): boolean {
  return document.activeElement?.closest('[role=columnheader]') instanceof Element;
}
