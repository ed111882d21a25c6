import './api/no-eval.ts';
import { createDOMRenderer } from '@fluentui/react-components';
import { createRoot } from 'react-dom/client';
import { makeClient } from './api/client.ts';
import { followEvents } from './api/follow-events.ts';
import { openTransport } from './api/open-transport.ts';
import { makeQueryCache } from './api/query-cache.ts';
import { App } from './app/app.tsx';
import './app/base.css';
import './app/shell.css';
import './ui/ui.css';
import './screens/workbench/workbench.css';
import './screens/screens.css';
import './screens/postings/postings.css';
import './screens/connections/connections.css';
import './screens/own-company/own-company.css';
import './screens/mapping/mapping.css';
import './screens/rules/rules.css';
import './screens/people/people.css';
import { prepareGrids } from './ui/grid/modules.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');

const client = makeClient(openTransport(window));
const cache = makeQueryCache();
followEvents(client, cache);
prepareGrids(nonce);
createRoot(root).render(
  <App client={client} cache={cache} styles={createDOMRenderer(document, { styleElementAttributes: { nonce } })} />,
);
