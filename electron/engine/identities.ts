import type { SystemName } from '../../shared/domain/states.ts';
import type { ConnectionCheck } from './engine-types.ts';

export interface Identity {
  readonly version: string;
  readonly signIn: string;
}

/** Who we are at each system and which version answers there, as the latest look at it showed. */
export class Identities {
  readonly #known = new Map<SystemName, Identity>();

  of(system: SystemName): Identity | null {
    return this.#known.get(system) ?? null;
  }

  /** Takes over what a check found; one that did not get in says so instead of what was known before. */
  note({ system, version, signIn }: ConnectionCheck): void {
    this.#known.set(system, { version, signIn });
  }
}
