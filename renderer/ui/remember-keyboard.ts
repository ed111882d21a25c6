const GRID = '[role=grid], [role=treegrid]';

/** Whether the keyboard is on nothing, so that taking it takes it from nobody. */
export function isNowhere(active: Element | null): boolean {
  return active === null || active === document.body;
}

/**
 * Remembers what holds the keyboard now. The answer says whether it is there still: on the same control, on the cell a grid has put
 * in the place of one it took away, or on nothing. Whatever comes back later may take the keyboard only then, because a person who
 * has gone on types elsewhere by now.
 */
export function rememberKeyboard(): () => boolean {
  const before = document.activeElement;
  const grid = before?.closest(GRID) ?? null;
  return () => {
    const now = document.activeElement;
    if (now === before || isNowhere(now)) return true;
    return before?.isConnected === false && grid !== null && now?.closest(GRID) === grid;
  };
}
