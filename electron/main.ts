import { join } from 'node:path';
import { app } from 'electron';
import { setAppMenu } from './desktop/app-menu.ts';
import { registerAppScheme } from './desktop/app-protocol.ts';
import { sayCannotOpen } from './desktop/crash-dialogs.ts';
import { denyPermissions } from './desktop/deny-permissions.ts';
import { DesktopApp } from './desktop/desktop-app.ts';
import { openOutside } from './desktop/external-links.ts';
import { guardNavigation } from './desktop/navigation-guard.ts';
import { becomeOnlyDesktop } from './desktop/single-instance.ts';
import { terminalOptions } from './engine/browser-host/terminal-options.ts';
import { crashGuard } from './engine/crash-guard.ts';
import { EXIT, exitCodeOf, spokenError } from './engine/headless/exit-code.ts';

/** The desktop: set up, then the window last. Main owns what needs the desktop and nothing of the books. */
async function main(): Promise<void> {
  const cwd = process.env['INIT_CWD'] ?? process.cwd();
  const { home, live, profileFile, keyFile, seed, movements } = terminalOptions(
    process.argv.slice(app.isPackaged ? 1 : 2),
    { env: process.env, cwd },
  );
  const version = app.isPackaged ? app.getVersion() : (process.env['npm_package_version'] ?? app.getVersion());
  const folder = import.meta.dirname;
  const files = {
    window: join(folder, '..', 'renderer'),
    preload: join(folder, 'preload.cjs'),
    engine: join(folder, 'engine-process.js'),
  };

  app.enableSandbox();
  crashGuard(home);
  if (!becomeOnlyDesktop(home, () => desktop.show())) return app.exit(EXIT.achieved);
  registerAppScheme();
  guardNavigation((address) => void openOutside(address));
  const desktop = new DesktopApp(files, { home, live, profileFile, keyFile, seed, movements, version }, (line) =>
    process.stdout.write(`${line}\n`),
  );
  desktop.quitInOrder();
  app.on('window-all-closed', () => app.quit());
  process.on('SIGTERM', () => app.quit());
  process.on('SIGINT', () => app.quit());
  await app.whenReady();
  denyPermissions();
  setAppMenu(app.isPackaged);
  await desktop.start();
}

try {
  await main();
} catch (error) {
  const { message, nextStep } = spokenError(error);
  sayCannotOpen(message, nextStep);
  app.exit(exitCodeOf(error));
}
