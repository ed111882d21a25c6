import { useSyncExternalStore } from 'react';

/** Whether a media query holds now, e.g. `(prefers-color-scheme: dark)`; renders again when it changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}
