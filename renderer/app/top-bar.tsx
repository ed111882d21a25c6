import { Input, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, Select } from '@fluentui/react-components';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import { useSignOut } from '../api/mutations.ts';
import { Tag } from '../ui/tag.tsx';
import { useCompany } from './company-context.ts';
import { useFindText } from './find-text.ts';
import { enterPane } from './panes.ts';
import { NewAddressDialog } from './new-address-dialog.tsx';
import { useNotices } from './notice.ts';
import { SignInDialog } from './sign-in-dialog.tsx';

interface TopBarProps {
  readonly findBox: RefObject<HTMLInputElement | null>;
  readonly showKeys: () => void;
}

/** Business unit, period, find box, and who is at work. */
export function TopBar({ findBox, showKeys }: TopBarProps): ReactNode {
  const { session } = useCompany();
  return (
    <header className="top">
      <span className="brand">Tieout</span>
      <span className="top-line" />
      <UnitPick />
      <span className="pick">
        <span className="quiet">Period</span>
        <b>{session.period}</b>
      </span>
      <FindBox box={findBox} />
      <span className="grow" />
      {session.company.sample && <Tag tone="warn">Sample company</Tag>}
      {session.host === 'browser' && <Tag tone="mute">Browser host</Tag>}
      <ActorMenu showKeys={showKeys} />
    </header>
  );
}

function UnitPick(): ReactNode {
  const { session, unit, chooseUnit } = useCompany();
  if (session.units.length < 2) {
    return (
      <span className="pick">
        <span className="quiet">Business unit</span>
        <b>{unit.businessUnits.join(', ')}</b>
      </span>
    );
  }
  return (
    <label className="pick pick-select">
      <span className="quiet">Business unit</span>
      <Select size="small" value={unit.unit} onChange={(_, { value }) => chooseUnit(value)}>
        {session.units.map(({ unit: name, businessUnits }) => (
          <option key={name} value={name}>
            {businessUnits.join(', ')}
          </option>
        ))}
      </Select>
    </label>
  );
}

const LISTS: readonly string[] = ['/workbench', '/postings'];

function FindBox({ box }: { readonly box: RefObject<HTMLInputElement | null> }): ReactNode {
  const { text, find } = useFindText();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const navigate = useNavigate();
  const isList = LISTS.includes(path);
  const keyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') find('');
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (isList) enterPane('rows');
    else void navigate({ to: '/workbench' });
  };
  return (
    <search className="find">
      <Input
        input={{ ref: box }}
        size="small"
        className="find-input"
        value={text}
        onChange={(_, { value }) => find(value)}
        onKeyDown={keyDown}
        disabled={!isList}
        placeholder={path === '/postings' ? 'Find a posting, customer or item' : 'Find a charge, customer or amount'}
        aria-label={path === '/postings' ? 'Find in the postings' : 'Find in the movements'}
        contentAfter={<kbd>/</kbd>}
      />
    </search>
  );
}

function ActorMenu({ showKeys }: Pick<TopBarProps, 'showKeys'>): ReactNode {
  const { session } = useCompany();
  const [isAddressOpen, setAddressOpen] = useState(false);
  const [isSignInOpen, setSignInOpen] = useState(false);
  const signOut = useSignOut();
  const { say } = useNotices();
  const { name, operatorId } = session.actor;
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <button type="button" className="actor">
            {operatorId === null ? name : `${name} · ${operatorId}`}
          </button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => setSignInOpen(true)}>Sign in to PeopleSoft</MenuItem>
            {operatorId !== null && (
              <MenuItem onClick={() => signOut.mutate({}, { onSuccess: ({ text }) => say(text) })}>Sign out</MenuItem>
            )}
            <MenuItem onClick={showKeys} secondaryContent="?">
              Keys
            </MenuItem>
            {session.host === 'browser' && (
              <MenuItem onClick={() => setAddressOpen(true)}>Address for another tab</MenuItem>
            )}
          </MenuList>
          <div className="menu-foot quiet">
            Tieout {session.version} on {session.machine}
          </div>
        </MenuPopover>
      </Menu>
      {isSignInOpen && <SignInDialog close={() => setSignInOpen(false)} />}
      {isAddressOpen && <NewAddressDialog close={() => setAddressOpen(false)} />}
    </>
  );
}
