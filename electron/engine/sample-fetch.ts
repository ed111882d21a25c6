import type { FetchPort } from '../connectors/http/fetch-port.ts';
import { certainlyNotSent } from '../connectors/peoplesoft/soap/not-sent.ts';
import { reviveSampleCompany, type RunningSample } from '../sample/launch.ts';
import type { Notification } from './ports.ts';

export interface SampleFetchOptions {
  readonly fetch: FetchPort;
  readonly sample: RunningSample;
  /** Aborted when the company closes: nothing is started after that. */
  readonly signal: AbortSignal;
  /** Told once, until it works again, why the simulators cannot be started and what to do. */
  readonly notify: (notification: Notification) => void;
}

/**
 * The way to a sample company whose simulators may end before the engine does (idle for long, killed, a machine that was cleaned up):
 * a request that certainly never left starts them again and is sent once more. The books are theirs and durable, so nothing is lost.
 */
export function sampleFetch({ fetch, sample, signal, notify }: SampleFetchOptions): FetchPort {
  const origins = [sample.stripe.url, sample.peoplesoft.url].map((url) => new URL(url).origin);
  let reviving: Promise<boolean> | null = null;
  let isLost = false;
  const revive = async (): Promise<boolean> => {
    try {
      await reviveSampleCompany(sample, signal);
      isLost = false;
      return true;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!isLost && !signal.aborted)
        notify({
          title: 'The sample company’s simulators have ended',
          body: `${why} Close Tieout and open it again: that starts them anew.`,
        });
      isLost = true;
      return false;
    } finally {
      reviving = null;
    }
  };
  return async (url, init) => {
    try {
      return await fetch(url, init);
    } catch (error) {
      const isOurs = origins.includes(new URL(url).origin);
      if (!isOurs || signal.aborted || init.signal.aborted || !certainlyNotSent(error)) throw error;
      reviving ??= revive();
      const isBack = await Promise.race([reviving, abortion(init.signal)]);
      if (!isBack) throw error;
      return await fetch(url, init);
    }
  };
}

function abortion(signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(false), { once: true }));
}
