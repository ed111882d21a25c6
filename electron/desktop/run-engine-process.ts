import type { MessagePortMain, ParentPort } from 'electron';
import type { Actor } from '../engine/contract/session.ts';
import { crashGuard } from '../engine/crash-guard.ts';
import type { Engine, EngineOptions } from '../engine/engine-types.ts';
import { exitCodeOf, spokenError } from '../engine/headless/exit-code.ts';
import { openHomeLog } from '../engine/log.ts';
import { openCompany, type OpenCompany } from '../engine/open-company.ts';
import { endSample } from '../engine/sample-company.ts';
import { machineName, systemActor } from '../engine/system-actor.ts';
import { toEngine, type FromEngine, type ToEngine } from './engine-messages.ts';
import { networkFetch } from './network-fetch.ts';
import { createVaultClient } from './vault-client.ts';
import { serveWindowLine } from './window-line.ts';

type OpenRequest = Extract<ToEngine, { kind: 'open' }>;

export interface EngineProcess {
  readonly parent: Pick<ParentPort, 'on' | 'postMessage'>;
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exit: (code: number) => void;
}

/** The engine in a process of its own: opens a home when main says so, serves windows through their ports, closes in order. */
export function runEngineProcess(process: EngineProcess): void {
  const { parent, env } = process;
  const tell = (message: FromEngine) => parent.postMessage(message);
  const vaultClient = createVaultClient(tell);
  const links = createLinkOpener(tell);
  const openExternal = (address: URL) => links.open(address);
  const desktop = { fetch: networkFetch, vault: vaultClient.vault, openExternal };
  const actor = systemActor(env);
  const windows = new WindowLines(actor);
  let opened: Promise<OpenCompany | null> = Promise.resolve(null);
  const receive = (message: ToEngine, port: MessagePortMain | undefined) => {
    switch (message.kind) {
      case 'open':
        crashGuard(message.home);
        opened = open(message, process, desktop, tell, windows);
        return;
      case 'window':
        if (port !== undefined) windows.add(message.sessionId, port);
        return;
      case 'windowGone':
        return windows.remove(message.sessionId);
      case 'vaultAnswer':
        return vaultClient.answered(message.id, message.value);
      case 'openedOutside':
        return links.answered(message.id, message.opened);
      case 'close':
        void close(opened, windows).then((code) => {
          tell({ kind: 'closed' });
          process.exit(code);
        });
    }
  };
  parent.on('message', ({ data, ports }) => receive(toEngine.parse(data), ports[0]));
}

async function open(
  request: OpenRequest,
  { createEngine, env, exit }: EngineProcess,
  desktop: NonNullable<Parameters<typeof openCompany>[0]['desktop']>,
  tell: (message: FromEngine) => void,
  windows: WindowLines,
): Promise<OpenCompany | null> {
  const { kind: _kind, ...asked } = request;
  const log = openHomeLog(request.home);
  const say = (line: string) => {
    log.say(line);
    tell({ kind: 'say', line });
  };
  try {
    const company = await openCompany({
      ...asked,
      sampleFolder: null,
      schedule: true,
      env,
      createEngine,
      report: log.report,
      onFatal: (reason) => {
        tell({ kind: 'fatal', reason });
        exit(1);
      },
      newAddress: null,
      show: () => {
        tell({ kind: 'show' });
        return { url: null, shown: true };
      },
      say,
      onProgress: (line) => tell({ kind: 'say', line }),
      onNotification: (notification) => tell({ kind: 'notify', ...notification }),
      desktop,
    });
    windows.serve(company.engine);
    const portalAddress = company.profile.peoplesoft.portal?.address ?? null;
    tell({ kind: 'opened', recoveryKey: company.newRecoveryKey, portalAddress });
    return company;
  } catch (error) {
    const { message, nextStep } = spokenError(error);
    tell({ kind: 'failed', message, nextStep, exitCode: exitCodeOf(error) });
    return null;
  }
}

async function close(opened: Promise<OpenCompany | null>, windows: WindowLines): Promise<number> {
  const company = await opened;
  try {
    await company?.close();
  } finally {
    windows.end();
    if (company?.sample) await endSample(company.sample);
  }
  return 0;
}

/** The lines of all windows; those that come before the company is open wait for it. */
class WindowLines {
  readonly #actor: Actor;
  readonly #waiting = new Map<string, MessagePortMain>();
  readonly #ends = new Map<string, () => void>();
  #engine: Engine | null = null;

  constructor(actor: Actor) {
    this.#actor = actor;
  }

  add(sessionId: string, port: MessagePortMain): void {
    if (this.#engine === null) {
      this.#waiting.set(sessionId, port);
      return;
    }
    const session = { sessionId, actor: this.#actor, machine: machineName(), host: 'desktop' } as const;
    this.#ends.set(sessionId, serveWindowLine(port, this.#engine, session));
  }

  remove(sessionId: string): void {
    this.#waiting.get(sessionId)?.close();
    this.#waiting.delete(sessionId);
    this.#ends.get(sessionId)?.();
    this.#ends.delete(sessionId);
  }

  serve(engine: Engine): void {
    this.#engine = engine;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [sessionId, port] of waiting) this.add(sessionId, port);
  }

  end(): void {
    for (const sessionId of [...this.#ends.keys(), ...this.#waiting.keys()]) this.remove(sessionId);
  }
}

/** Links go through main, which alone may ask the person and open a browser. */
function createLinkOpener(tell: (message: FromEngine) => void) {
  const waiting = new Map<number, (opened: boolean) => void>();
  let lastId = 0;
  return {
    open(address: URL): Promise<boolean> {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      lastId += 1;
      waiting.set(lastId, resolve);
      tell({ kind: 'openOutside', id: lastId, address: address.href });
      return promise;
    },
    answered(id: number, opened: boolean) {
      waiting.get(id)?.(opened);
      waiting.delete(id);
    },
  };
}
