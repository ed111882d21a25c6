import type {
  TwoFileListRequest,
  TwoFileMap,
  TwoFilePreview,
  TwoFileDetail,
  TwoFileRow,
  TwoFileState,
} from '../../../../shared/contract/two-files.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { FileShapes } from './two-file-desk.ts';

/** A handed file as it goes into the thread. */
export interface HandedContent {
  readonly shown: string;
  readonly parts: readonly Uint8Array[];
}
type Result = NonNullable<TwoFileState['result']>;
interface Said {
  readonly text: string;
  readonly row: TwoFileRow;
}

/** What a desk in its thread is asked, by name: what goes in and what comes back. */
export interface DeskCalls {
  readonly open: {
    readonly input: { readonly left: HandedContent; readonly right: HandedContent };
    readonly output: FileShapes;
  };
  readonly preview: { readonly input: TwoFileMap; readonly output: TwoFilePreview };
  readonly run: { readonly input: TwoFileMap; readonly output: Result };
  readonly result: { readonly input: null; readonly output: Result | null };
  readonly keys: { readonly input: TwoFileListRequest; readonly output: Int32Array };
  readonly rows: {
    readonly input: { readonly run: number; readonly keys: readonly number[] };
    readonly output: TwoFileRow[];
  };
  readonly detail: { readonly input: { readonly run: number; readonly key: number }; readonly output: TwoFileDetail };
  readonly decide: {
    readonly input: { readonly run: number; readonly key: number; readonly as: 'accepted' | 'refused' };
    readonly output: Said;
  };
  readonly undo: { readonly input: { readonly run: number; readonly key: number | null }; readonly output: Said };
  readonly csv: {
    readonly input: { readonly run: number };
    readonly output: { readonly text: string; readonly lines: number };
  };
}
export type DeskCallName = keyof DeskCalls;
/** Answers to every call; leaving one out does not compile. */
export type DeskAnswers = {
  readonly [N in DeskCallName]: (
    input: DeskCalls[N]['input'],
  ) => DeskCalls[N]['output'] | Promise<DeskCalls[N]['output']>;
};

/** What the engine says to the thread. */
export type DeskRequest =
  | { readonly type: 'call'; readonly id: number; readonly name: DeskCallName; readonly input: unknown }
  /** Stops the reading or the run that is on. */
  | { readonly type: 'stop' };
/** What the thread says to the engine. */
export type DeskMessage =
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'answer'; readonly id: number; readonly output: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly refusal: Refusal };
/** An error without its class, which does not survive a thread; `code` is null for what nobody expected. */
export interface Refusal {
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly nextStep: string;
}
