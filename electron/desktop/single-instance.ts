import { app } from 'electron';
import { join } from 'node:path';

/**
 * Makes this the only desktop on its home: Electron's own files lie in the home, so its single-instance lock is the home's.
 * False when another one has it; that one is told and shows its window, and this one has to end.
 */
export function becomeOnlyDesktop(home: string, onSecond: () => void): boolean {
  app.setPath('userData', join(home, 'window'));
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', onSecond);
  return true;
}
