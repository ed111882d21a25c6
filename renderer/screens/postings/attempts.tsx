import type { ReactNode } from 'react';
import type { PostingDetail } from '../../../shared/contract/postings.ts';
import { useCompany } from '../../app/company-context.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { shortInstant } from '../../ui/dates.ts';
import { indentXml } from '../../ui/indent-xml.ts';

type Attempt = PostingDetail['attempts'][number];
const KIND_WORDS: Readonly<Record<Attempt['kind'], string>> = {
  send: 'Send',
  readBack: 'Read-back',
};

/** Every exchange with PeopleSoft for one posting, with the redacted request and answer. */
export function Attempts({ attempts }: { readonly attempts: readonly Attempt[] }): ReactNode {
  return (
    <section aria-label="Attempts">
      <h2>Attempts</h2>
      {attempts.length === 0 && <p className="quiet">Nothing has been sent yet.</p>}
      {attempts.map((attempt) => (
        <AttemptRow key={`${attempt.startedAt} ${attempt.kind}`} attempt={attempt} />
      ))}
    </section>
  );
}

function AttemptRow({ attempt }: { readonly attempt: Attempt }): ReactNode {
  const { unit } = useCompany();
  const hasWire = attempt.request !== null || attempt.answer !== null;
  const heading = (
    <>
      <span className="figures quiet">{shortInstant(attempt.startedAt, unit.zone)}</span>{' '}
      <b>{KIND_WORDS[attempt.kind]}</b> {attempt.outcome ?? 'no answer yet'}
      {attempt.text === '' || attempt.text === attempt.outcome ? '' : `: ${attempt.text}`}
    </>
  );
  if (!hasWire) return <div className="attempt">{heading}</div>;
  return (
    <details className="attempt">
      <summary>{heading}</summary>
      {attempt.request !== null && <Wire title="Request" text={attempt.request} />}
      {attempt.answer !== null && <Wire title="Answer" text={attempt.answer} />}
    </details>
  );
}

function Wire({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  return (
    <figure className="wire">
      <figcaption>
        {title}, secrets removed <CopyButton text={text} label={title.toLowerCase()} />
      </figcaption>
      <pre tabIndex={0} aria-label={title}>
        {indentXml(text)}
      </pre>
    </figure>
  );
}
