import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useClient } from '../../api/client-context.ts';
import { peopleQuery } from '../../api/queries.ts';

/** That settings of the connections wait for a second person, and where she decides; nothing while none do. */
export function WaitingSettings(): ReactNode {
  const { data: list } = useQuery(peopleQuery(useClient()));
  if (list === undefined || list.settings === null) return null;
  const { proposedBy, lines } = list.settings;
  const many = lines.length === 1 ? 'A setting' : `${lines.length} settings`;
  return (
    <p className="settings-waiting" role="status">
      {many} of the connection profile, brought in by {proposedBy}, {lines.length === 1 ? 'waits' : 'wait'} for a second
      person. <Link to="/people">Look at {lines.length === 1 ? 'it' : 'them'} under People</Link>
    </p>
  );
}
