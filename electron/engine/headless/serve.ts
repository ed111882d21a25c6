import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { DEFAULT_PORT } from '../browser-host/listen-on-loopback.ts';
import { runBrowserHost, showRunningHost } from '../browser-host/run-browser-host.ts';
import { assertSameSample, sampleFolderOf } from '../sample-company.ts';
import type { HeadlessCommand } from './command.ts';
import { commandHome, pathOption } from './with-commands.ts';

/** The browser host, for whoever drives a browser; the first line says where it is. */
export const serveCommand: HeadlessCommand = {
  name: 'serve',
  usage: '[--port N] [--live] [--seed N] [--movements N]',
  summary: 'the browser host until stopped; the first line is {"url","token"}',
  options: {
    port: { type: 'string' },
    live: { type: 'boolean' },
    seed: { type: 'string' },
    movements: { type: 'string' },
  },
  maxWords: 0,
  async run(input) {
    const home = commandHome(input);
    const seed = input.options.whole('seed', { min: 0, max: 2 ** 31 - 1 });
    const movements = input.options.whole('movements', { min: 1, max: 1_000_000 });
    assertSameSample(sampleFolderOf(home), { seed, movements });
    const already = await showRunningHost(home, input.signal);
    if (already !== null) {
      if (already.url === null)
        throw new TieoutError(
          'LEDGER_IN_USE',
          `Another Tieout (process ${already.pid}) has this home open without a window.`,
          {
            nextStep: 'Close that one first, or choose another home with --home.',
          },
        );
      input.note(`Tieout (process ${already.pid}) runs on this home already; this is a new address of it.`);
      input.firstLine(JSON.stringify({ url: already.url, token: new URL(already.url).searchParams.get('token') }));
      return { exitCode: 0, json: null, text: [] };
    }
    const ended = Promise.withResolvers<string | null>();
    input.signal.addEventListener('abort', () => ended.resolve(null), { once: true });
    const host = await runBrowserHost({
      home,
      port: input.options.whole('port', { min: 0, max: 65_535 }) ?? DEFAULT_PORT,
      live: input.options.flag('live'),
      profileFile: pathOption(input, 'profile'),
      keyFile: pathOption(input, 'key-file'),
      seed,
      movements,
      env: input.env,
      version: input.version,
      createEngine: input.createEngine,
      say: input.note,
      onFatal: (reason) => ended.resolve(reason),
      onProgress: (text) => input.onProgress(0, null, text),
      signal: input.signal,
    });
    try {
      input.firstLine(JSON.stringify(host.address));
      const failure = await ended.promise;
      return { exitCode: failure === null ? 0 : 1, json: null, text: failure === null ? [] : [failure] };
    } finally {
      await host.close();
    }
  },
};
