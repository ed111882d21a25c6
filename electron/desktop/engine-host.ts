import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import { fromEngine, type FromEngine, type ToEngine } from './engine-messages.ts';
import { answerVault } from './vault-answers.ts';

export interface EngineHostOptions {
  /** The engine's program. */
  readonly file: string;
  readonly open: Omit<Extract<ToEngine, { kind: 'open' }>, 'kind'>;
  readonly openOutside: (address: string) => Promise<boolean>;
  /** What the engine process says, apart from its questions. */
  readonly onMessage: (message: Exclude<FromEngine, { kind: 'vaultAsk' | 'openOutside' }>) => void;
  /** The engine process has ended without being asked to. */
  readonly onGone: (exitCode: number) => void;
}

const CLOSE_PATIENCE_MS = 15_000;

/** The engine's process as main sees it. Main holds no books: it starts it, hands it windows, and answers for the desktop. */
export class EngineHost {
  readonly #options: EngineHostOptions;
  #child: UtilityProcess | null = null;
  #isClosing = false;

  constructor(options: EngineHostOptions) {
    this.#options = options;
  }

  /** Starts the process (again). Only after the app is ready. */
  start(): void {
    const child = utilityProcess.fork(this.#options.file, [], {
      serviceName: 'Tieout engine',
      stdio: 'inherit',
      respondToAuthRequestsFromMainProcess: true,
    });
    this.#child = child;
    child.on('message', (message: unknown) => this.#receive(message));
    child.on('exit', (code) => {
      if (this.#child === child) this.#child = null;
      if (!this.#isClosing) this.#options.onGone(code);
    });
    this.#send({ kind: 'open', ...this.#options.open });
  }

  /** Gives a window its line. */
  addWindow(sessionId: string, port: MessagePortMain): void {
    this.#child?.postMessage({ kind: 'window', sessionId } satisfies ToEngine, [port]);
  }

  removeWindow(sessionId: string): void {
    this.#send({ kind: 'windowGone', sessionId });
  }

  /** Lets the engine settle what is in flight and close the books; after a while it is ended. */
  async close(): Promise<void> {
    const child = this.#child;
    this.#isClosing = true;
    if (child === null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const giveUp = setTimeout(() => child.kill(), CLOSE_PATIENCE_MS);
    this.#send({ kind: 'close' });
    await gone;
    clearTimeout(giveUp);
  }

  #send(message: ToEngine): void {
    this.#child?.postMessage(message);
  }

  #receive(raw: unknown): void {
    const parsed = fromEngine.safeParse(raw);
    if (!parsed.success) throw new Error('The engine process sent something that is no message of ours.');
    const message = parsed.data;
    if (message.kind === 'vaultAsk') {
      void answerVault(message).then((value) => this.#send({ kind: 'vaultAnswer', id: message.id, value }));
    } else if (message.kind === 'openOutside') {
      void this.#options.openOutside(message.address).then(
        (opened) => this.#send({ kind: 'openedOutside', id: message.id, opened }),
        () => this.#send({ kind: 'openedOutside', id: message.id, opened: false }),
      );
    } else this.#options.onMessage(message);
  }
}
