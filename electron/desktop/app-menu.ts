import { Menu, type MenuItemConstructorOptions } from 'electron';

/** The menu: editing, zoom and window only. Loading again keeps her place; developer tools exist in an unpacked copy only. */
export function setAppMenu(isPackaged: boolean): void {
  const tools: MenuItemConstructorOptions[] = isPackaged ? [] : [{ type: 'separator' }, { role: 'toggleDevTools' }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: '&File', submenu: [{ role: 'quit', accelerator: 'CommandOrControl+Q' }] },
      {
        label: '&Edit',
        submenu: [
          { role: 'undo' },
          { role: 'redo' },
          { type: 'separator' },
          { role: 'cut' },
          { role: 'copy' },
          { role: 'paste' },
          { role: 'selectAll' },
        ],
      },
      {
        label: '&View',
        submenu: [
          { role: 'reload', accelerator: 'CommandOrControl+Shift+R' },
          { type: 'separator' },
          { role: 'resetZoom', accelerator: 'CommandOrControl+0' },
          { role: 'zoomIn', accelerator: 'CommandOrControl+Plus' },
          { role: 'zoomOut', accelerator: 'CommandOrControl+-' },
          { type: 'separator' },
          { role: 'togglefullscreen', accelerator: 'F11' },
          ...tools,
        ],
      },
      { label: '&Window', submenu: [{ role: 'minimize' }, { role: 'close' }] },
    ]),
  );
}
