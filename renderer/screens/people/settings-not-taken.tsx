import type { ReactNode } from 'react';
import type { EndedSettings } from '../../../shared/contract/people.ts';
import { useCompany } from '../../app/company-context.ts';
import { endedWords } from '../../ui/ended-words.ts';

/** Settings that were refused or withdrawn while the profile still names them: why, and how they are proposed anew. */
export function SettingsNotTaken({ ended }: { readonly ended: EndedSettings }): ReactNode {
  const { unit } = useCompany();
  const { as, proposedBy, lines } = ended;
  const whose = as === 'refused' ? `, brought in by ${proposedBy},` : '';
  return (
    <section aria-label="Settings that do not hold" className="people-past">
      <h2>Settings of the profile that do not hold</h2>
      <p className="quiet">
        These{whose} were {endedWords(ended, unit.zone)}. Tieout works with those before them. Change them under “Use my
        own company”, or save them there again to propose them anew.
      </p>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
