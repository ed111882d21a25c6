import type { TwoFileMap, TwoFileState } from '../../../../shared/contract/two-files.ts';
import { TieoutError } from '../../../../shared/errors/tieout-error.ts';
import type { HandedContent } from './desk-calls.ts';
import { DeskClient } from './desk-client.ts';
import type { FileShapes } from './two-file-desk.ts';

/** Each holds two files and what was found between them in memory. */
const MOST_SESSIONS = 3;
const MOST_BYTES = 100 * 1024 * 1024;

/** The two files that one window reconciles. */
export interface TwoFileSession {
  readonly desk: DeskClient;
  readonly shapes: FileShapes;
  /** How files with the same headers were mapped before; null: they were not. */
  usedBefore: TwoFileMap | null;
  /** The job while it runs. */
  jobId: string | null;
  /** Why the last run came to nothing, a sentence. */
  failure: string | null;
}

/**
 * The two-file sessions of all windows, one each. They are held in memory, as handed files are: nothing of them lies unencrypted on the
 * disk, and nothing of them is in the books. A session goes when it is closed, replaced, or its window goes.
 */
export class TwoFileSessions {
  readonly #sessions = new Map<string, TwoFileSession>();

  /** Reads two handed files; what the window had open is closed. Throws `BAD_INPUT` for what cannot be read, is too large, or too many. */
  async open(sessionId: string, left: HandedContent, right: HandedContent): Promise<TwoFileSession> {
    for (const { shown, parts } of [left, right])
      if (parts.reduce((sum, part) => sum + part.length, 0) > MOST_BYTES)
        throw new TieoutError('BAD_INPUT', `${shown} is too large to be reconciled in the window (more than 100 MB).`, {
          nextStep: 'Reconcile it by the command line: npm run -s tieout -- reconcile.',
        });
    await this.close(sessionId);
    if (this.#sessions.size >= MOST_SESSIONS)
      throw new TieoutError('BAD_INPUT', `${MOST_SESSIONS} windows reconcile files already.`, {
        nextStep: 'Close the files in one of them first.',
      });
    const desk = new DeskClient();
    try {
      const shapes = await desk.call('open', { left, right });
      const session: TwoFileSession = { desk, shapes, usedBefore: null, jobId: null, failure: null };
      await this.close(sessionId);
      this.#sessions.set(sessionId, session);
      return session;
    } catch (error) {
      await desk.close();
      throw error;
    }
  }

  find(sessionId: string): TwoFileSession | null {
    return this.#sessions.get(sessionId) ?? null;
  }

  /** Throws `BAD_INPUT` when the window has none. */
  get(sessionId: string): TwoFileSession {
    const found = this.find(sessionId);
    if (found !== null) return found;
    throw new TieoutError('BAD_INPUT', 'The two files are not at hand any more.', { nextStep: 'Choose them again.' });
  }

  async stateOf({ desk, shapes, usedBefore, jobId, failure }: TwoFileSession): Promise<TwoFileState> {
    // A desk that is at work would answer only after its step; the result before it is no more of use.
    return { ...shapes, usedBefore, jobId, failure, result: jobId === null ? await desk.call('result', null) : null };
  }

  async close(sessionId: string): Promise<void> {
    const session = this.#sessions.get(sessionId);
    this.#sessions.delete(sessionId);
    await session?.desk.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((sessionId) => this.close(sessionId)));
  }
}
