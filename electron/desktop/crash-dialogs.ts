import { dialog } from 'electron';

/** Asks what to do when the engine's process has ended by itself; true: start it again. */
export async function askToRestart(exitCode: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'Tieout’s engine has stopped.',
    detail:
      `Everything that was approved is in the ledger; nothing is sent twice. A record of why is in the home’s “crashes” ` +
      `folder (exit code ${exitCode}).`,
    buttons: ['Start it again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}

/** Says why the company cannot be opened. */
export function sayCannotOpen(message: string, nextStep: string | null): void {
  dialog.showErrorBox('Tieout cannot open this home', nextStep === null ? message : `${message}\n\n${nextStep}`);
}

/** Shows a recovery key made just now, which is shown this once. */
export async function showRecoveryKey(recoveryKey: string): Promise<void> {
  await dialog.showMessageBox({
    type: 'warning',
    message: 'Recovery key of this home',
    detail:
      `${recoveryKey}\n\nIt is shown this once. Write it down and give it to the finance team: without it and without this ` +
      `Windows account nobody can open the books.`,
    buttons: ['It is written down'],
  });
}
