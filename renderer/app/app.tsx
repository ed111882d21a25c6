import { FluentProvider, RendererProvider } from '@fluentui/react-components';
import type { createDOMRenderer } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { ClientProvider } from '../api/client-context.ts';
import type { ContractClient } from '../api/client.ts';
import { darkTheme, lightTheme } from '../ui/theme.ts';
import { useMedia } from '../ui/use-media.ts';
import { router } from './router.tsx';

interface AppProps {
  readonly client: ContractClient;
  readonly cache: QueryClient;
  readonly styles: ReturnType<typeof createDOMRenderer>;
}

/** The whole window, in the palette that the system asks for. */
export function App({ client, cache, styles }: AppProps): ReactNode {
  const isDark = useMedia('(prefers-color-scheme: dark)');
  useEffect(() => {
    document.documentElement.dataset['scheme'] = isDark ? 'dark' : 'light';
  }, [isDark]);
  return (
    <RendererProvider renderer={styles} targetDocument={document}>
      <FluentProvider theme={isDark ? darkTheme : lightTheme}>
        <div className="window">
          <ClientProvider value={client}>
            <QueryClientProvider client={cache}>
              <RouterProvider router={router} />
            </QueryClientProvider>
          </ClientProvider>
        </div>
      </FluentProvider>
    </RendererProvider>
  );
}
