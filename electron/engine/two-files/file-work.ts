import type { NamedFile } from './named-file.ts';
import type { PartyMap, PartySideMap } from './party-map.ts';
import type { ReconcileReport } from './reconcile-files.ts';
import type { ReconcileMap } from './reconcile-map.ts';

export interface LinkWork {
  readonly kind: 'link';
  readonly left: NamedFile;
  readonly right: NamedFile;
  readonly map: PartyMap;
  readonly out: NamedFile;
  readonly oneToOne: boolean;
}
export interface DedupeWork {
  readonly kind: 'dedupe';
  readonly in: NamedFile;
  readonly map: PartySideMap;
  readonly out: NamedFile;
}
export interface ReconcileWork {
  readonly kind: 'reconcile';
  readonly left: NamedFile;
  readonly right: NamedFile;
  readonly map: ReconcileMap;
  readonly out: NamedFile;
}
/** What a command does with files alone, in a thread. */
export type FileWork = LinkWork | DedupeWork | ReconcileWork;

export interface LinkResult {
  readonly left: number;
  readonly right: number;
  readonly pairs: number;
  readonly seconds: number;
}
export interface FileWorkResults {
  readonly link: LinkResult;
  readonly dedupe: LinkResult;
  readonly reconcile: ReconcileReport;
}

/** What the thread says. */
export type FileWorkMessage =
  | { readonly type: 'step'; readonly text: string }
  | { readonly type: 'done'; readonly result: FileWorkResults[FileWork['kind']] }
  | { readonly type: 'failed'; readonly message: string; readonly nextStep: string | null; readonly isInput: boolean };
