import { Checkbox, Field, Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { LINK_KINDS, type LinkKind } from '../../../shared/contract/rule-changes.ts';
import type { RulesDraft } from './rules-draft.ts';

const FIRST = { fromScore: 0.98, leastMargin: 0.5 };
const LEAST_SCORE = 0.9;
const LEAST_MARGIN = 0.1;

const KIND_WORDS: Readonly<Record<LinkKind, string>> = {
  sharedId: 'By the same shared id',
  taxId: 'By the same tax id',
  nameAndAddress: 'By the same name and address',
};

/** Whether rules may link customers that nobody has confirmed: by what they agree in wholly, and by their score, from which score and with how much before the next candidate. */
export function LinkRuleFields({ draft }: { readonly draft: RulesDraft }): ReactNode {
  const { links, linkBy = [] } = draft.changes;
  return (
    <section aria-label="Links of customers">
      <h3>Link customers without a person</h3>
      <p className="quiet">
        Only who stands out for both sides, never a rejected pair, and never one that a person took back. Switched off,
        its links wait for a person again.
      </p>
      <div className="rules-kinds" role="group" aria-label="Linked by">
        {LINK_KINDS.map((kind) => (
          <Checkbox
            key={kind}
            checked={linkBy.includes(kind)}
            onChange={(_, { checked }) => draft.setLinkBy(kind, checked === true)}
            label={KIND_WORDS[kind]}
          />
        ))}
        <Checkbox
          checked={links !== undefined}
          onChange={(_, { checked }) => draft.setLinks(checked === true ? FIRST : undefined)}
          label="By score and margin"
        />
      </div>
      {links !== undefined && (
        <div className="acts rules-fields">
          <Threshold
            label="From score"
            value={links.fromScore}
            least={LEAST_SCORE}
            step={0.01}
            set={(fromScore) => draft.setLinks({ ...links, fromScore })}
          />
          <Threshold
            label="Before the next"
            value={links.leastMargin}
            least={LEAST_MARGIN}
            step={0.05}
            set={(leastMargin) => draft.setLinks({ ...links, leastMargin })}
          />
        </div>
      )}
    </section>
  );
}

interface ThresholdProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly step: number;
  readonly set: (value: number) => void;
}

function Threshold({ label, value, least, step, set }: ThresholdProps): ReactNode {
  return (
    <Field size="small" label={label}>
      <Input
        type="number"
        size="small"
        min={least}
        max={1}
        step={step}
        value={String(value)}
        onChange={(_, data) => set(within(data.value, least))}
      />
    </Field>
  );
}

function within(value: string, least: number): number {
  return Math.min(1, Math.max(least, Number(value.replace(',', '.')) || least));
}
