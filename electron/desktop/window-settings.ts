import Conf from 'conf';
import { z } from 'zod';

const boundsSchema = z.object({
  width: z.number().int().min(400).max(20_000),
  height: z.number().int().min(300).max(20_000),
  x: z.number().int().optional(),
  y: z.number().int().optional(),
});
export type WindowBounds = z.infer<typeof boundsSchema>;

export interface WindowSettings {
  /** Where the window was last; null the first time, or when what is kept makes no sense. */
  bounds(): WindowBounds | null;
  keepBounds(bounds: WindowBounds): void;
}

/** Where main keeps the window's place: a small file of its own, nothing of the books. */
export function windowSettings(folder: string): WindowSettings {
  const store = new Conf<Record<string, unknown>>({ cwd: folder, configName: 'window', configFileMode: 0o600 });
  return {
    bounds() {
      const kept = boundsSchema.safeParse(store.get('bounds'));
      return kept.success ? kept.data : null;
    },
    keepBounds: (bounds) => store.set('bounds', bounds),
  };
}
