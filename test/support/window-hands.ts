import type { Page } from 'playwright-core';

/** What a person does at the window without a mouse. */
export interface WindowHands {
  /** Presses keys one after the other. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Position of the row that holds the keyboard, counted from 0, or null. */
  readonly rowWithKeyboard: () => Promise<number | null>;
  /** Waits until the row at `position` of the Stripe pane is the current one, its evidence is on screen and it can be decided. */
  readonly waitForRow: (position: number) => Promise<void>;
}

export function makeHands(page: Page): WindowHands {
  return {
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    rowWithKeyboard: async () => {
      const index = await page.evaluate(() => document.activeElement?.closest('[role=row]')?.getAttribute('row-index'));
      return typeof index === 'string' ? Number(index) : null;
    },
    waitForRow: async (position) => {
      const row = page.locator(`[data-pane=rows] [role=row][row-index="${position}"]`);
      await row.and(page.locator('[aria-selected=true]')).first().waitFor();
      const whole = await row.locator('[col-id=object]').first().innerText();
      await page.locator(`[data-pane=side-by-side] .object-id`, { hasText: whole }).waitFor();
    },
  };
}
