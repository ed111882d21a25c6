import {
  CellStyleModule,
  ColumnApiModule,
  InfiniteRowModelModule,
  ModuleRegistry,
  RowApiModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  provideGlobalGridOptions,
} from 'ag-grid-community';

/** Registers the parts of the grid the window uses and gives it the page's nonce; call it once, before the first grid. */
export function prepareGrids(styleNonce: string): void {
  ModuleRegistry.registerModules([
    CellStyleModule,
    ColumnApiModule,
    InfiniteRowModelModule,
    RowApiModule,
    RowSelectionModule,
    RowStyleModule,
    ScrollApiModule,
  ]);
  provideGlobalGridOptions({ styleNonce });
}
