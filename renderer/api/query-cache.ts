import { QueryClient } from '@tanstack/react-query';

/**
 * The window's cache of answers. The contract client itself waits for a broken line and asks again, so that a failure that
 * reaches the cache is the engine's own answer, which trying again would not change.
 */
export function makeQueryCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
