/** What every button of an act on a row shares. */
export interface ActProps {
  readonly disabledFocusable: boolean;
  readonly title?: string;
  readonly 'aria-describedby'?: string;
}

/**
 * Properties of a button whose act may not be hers: then it is grey, keeps the keyboard, and says why to whoever points at it or has it
 * read. `whyId` is the element beside it that shows the same words.
 */
export function actProps(whyNot: string | null, isBusy: boolean, whyId: string): ActProps {
  const disabledFocusable = whyNot !== null || isBusy;
  return whyNot === null ? { disabledFocusable } : { disabledFocusable, title: whyNot, 'aria-describedby': whyId };
}
