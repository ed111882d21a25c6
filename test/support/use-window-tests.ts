import { afterAll, afterEach, beforeAll } from 'vitest';
import { startWindowTests } from './window-under-test.ts';
import type { WindowOptions, WindowUnderTest } from './window-under-test.ts';

/** The windows of one test file: one browser for all, one window a test, closed after it. */
export interface WindowTests {
  /** Opens the window of this test. */
  readonly open: (options?: WindowOptions) => Promise<WindowUnderTest>;
  /** The window of this test; throws before it is open. */
  readonly view: WindowUnderTest;
  /** What the window asked for under a name, in order. */
  readonly calls: (name: string) => readonly unknown[];
}

/** Starts a browser before the tests of a file and ends it after them. With `isClean` a test also fails where its page had problems. */
export function useWindowTests({ isClean = false } = {}): WindowTests {
  let tests: Awaited<ReturnType<typeof startWindowTests>>;
  let view: WindowUnderTest | null = null;
  beforeAll(async () => {
    tests = await startWindowTests();
  });
  afterEach(async () => {
    const closing = view;
    view = null;
    const problems = isClean ? (closing?.problems() ?? []) : [];
    await closing?.close();
    if (problems.length > 0) throw new Error(`the page had problems:\n${problems.join('\n')}`);
  });
  afterAll(async () => await tests.browser.close());
  const opened = (): WindowUnderTest => {
    if (view === null) throw new Error('no window is open');
    return view;
  };
  return {
    open: async (options) => (view = await tests.open(options)),
    get view() {
      return opened();
    },
    calls: (name) =>
      opened()
        .double.calls.filter((call) => call.name === name)
        .map(({ input }) => input),
  };
}
