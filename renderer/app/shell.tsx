import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useClient } from '../api/client-context.ts';
import { summaryQuery } from '../api/queries.ts';
import { useCompany } from './company-context.ts';
import { FindProvider } from './find-text.ts';
import { KeyDispatchProvider, useKeys, useMakeKeyDispatch } from './key-dispatch.ts';
import { KeyList } from './key-list.tsx';
import { NoticeProvider } from './notice.ts';
import type { Notice, Notices } from './notice.ts';
import { enterPane, goToPane, isInGrid, rememberPane } from './panes.ts';
import { SideNav } from './side-nav.tsx';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';

/** The frame around every screen: top bar, navigation with counts, the screen, status bar; and the keys of all screens. */
export function Shell(): ReactNode {
  const dispatch = useMakeKeyDispatch();
  return (
    <KeyDispatchProvider value={dispatch}>
      <Frame />
    </KeyDispatchProvider>
  );
}

/** Tab moves by panes only out of a grid; everywhere else the browser's own order holds. */
function movesByPane(event: KeyboardEvent): boolean {
  return event.key !== 'Tab' || isInGrid();
}

function Frame(): ReactNode {
  const { unit } = useCompany();
  const summary = useQuery(summaryQuery(useClient(), unit.unit)).data;
  const [isKeyListOpen, setKeyListOpen] = useState(false);
  const [latest, setLatest] = useState<Notice | null>(null);
  const notices = useMemo<Notices>(
    () => ({ latest, say: (text, tone = 'done') => setLatest({ text, tone }) }),
    [latest],
  );
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const [typed, setTyped] = useState({ path: '', text: '' });
  const text = typed.path === path ? typed.text : '';
  const box = useRef<HTMLInputElement>(null);
  const find = useMemo(
    () => ({
      text,
      find: (next: string) => setTyped({ path, text: next }),
      focusBox: () => {
        box.current?.focus();
        box.current?.select();
      },
    }),
    [text, path],
  );
  useEffect(() => rememberPane(), []);
  useKeys(
    {
      nextPane: (event) => movesByPane(event) && goToPane(1),
      previousPane: (event) => movesByPane(event) && goToPane(-1),
      back: () => enterPane('rows'),
      // The row that held the keyboard may have been scrolled away; the arrows bring it back to its place.
      row: () => document.activeElement === document.body && enterPane('rows'),
      find: () => find.focusBox(),
      keys: () => setKeyListOpen(true),
    },
    'frame',
  );
  return (
    <NoticeProvider value={notices}>
      <FindProvider value={find}>
        <div className="shell">
          <TopBar findBox={box} showKeys={() => setKeyListOpen(true)} />
          <SideNav summary={summary} />
          <main className="main">
            <Outlet />
          </main>
          <StatusBar summary={summary} />
        </div>
        {isKeyListOpen && <KeyList close={() => setKeyListOpen(false)} />}
      </FindProvider>
    </NoticeProvider>
  );
}
