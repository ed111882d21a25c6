import { Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { MappingDryRun } from '../../../shared/contract/mapping.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { indentXml } from '../../ui/indent-xml.ts';
import { Tag } from '../../ui/tag.tsx';

interface MappingReportProps {
  readonly dryRun: MappingDryRun | undefined;
  readonly error: unknown;
  readonly of: 'sample' | 'queued';
  readonly choose: (of: 'sample' | 'queued') => void;
}

/** What does not fit yet, and exactly what would leave. */
export function MappingReport({ dryRun, error, of, choose }: MappingReportProps): ReactNode {
  return (
    <>
      <Findings dryRun={dryRun} />
      <section aria-label="Dry run">
        <h2>Dry run</h2>
        <Select
          size="small"
          aria-label="Deposit of the dry run"
          value={of}
          onChange={(_, { value }) => choose(value === 'queued' ? 'queued' : 'sample')}
        >
          <option value="sample">A sample deposit</option>
          <option value="queued">The deposit that would leave next</option>
        </Select>
        {error !== null && <FailureNotice error={error} />}
        {dryRun === undefined && error === null && <EmptyLoading what="the service" />}
        {dryRun !== undefined && <Xml dryRun={dryRun} />}
      </section>
    </>
  );
}

function Findings({ dryRun }: { readonly dryRun: MappingDryRun | undefined }): ReactNode {
  if (dryRun === undefined) return null;
  const { findings, documentFindings } = dryRun;
  const blocking = findings.filter(({ blocks }) => blocks).length;
  const count = findings.length + documentFindings.length;
  return (
    <section aria-label="Findings" aria-live="polite">
      <h2>
        Findings{' '}
        <Tag tone={blocking + documentFindings.length > 0 ? 'bad' : count > 0 ? 'warn' : 'ok'}>
          {count === 0 ? 'it fits' : `${count} to see to`}
        </Tag>
      </h2>
      <ul className="mapping-findings">
        {findings.map(({ text, blocks }) => (
          <li key={text} className={blocks ? 'mapping-misfit' : 'mapping-doubt'}>
            {text}
          </li>
        ))}
        {documentFindings.map((text) => (
          <li key={text} className="mapping-misfit">
            This deposit: {text}.
          </li>
        ))}
      </ul>
    </section>
  );
}

function Xml({ dryRun: { text, xml } }: { readonly dryRun: MappingDryRun }): ReactNode {
  if (xml === null) return <p className="quiet">{text} Its XML shows once every required value has a property.</p>;
  return (
    <figure className="wire">
      <figcaption>
        {text} The password is masked. <CopyButton text={xml} label="the XML" />
      </figcaption>
      <pre tabIndex={0} aria-label="XML of the dry run">
        {indentXml(xml)}
      </pre>
    </figure>
  );
}
