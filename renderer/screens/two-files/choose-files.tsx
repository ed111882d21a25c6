import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { takeKeyboard } from '../../ui/take-keyboard.ts';
import type { TwoFilesWork } from './use-two-files.ts';

/** Two files are chosen; they are looked at once both are there. */
export function ChooseFiles({ work }: { readonly work: TwoFilesWork }): ReactNode {
  const [left, setLeft] = useState<File | null>(null);
  const [right, setRight] = useState<File | null>(null);
  return (
    <section
      className="pane two-file-choice"
      aria-label="Choose two files"
      data-pane="decision"
      tabIndex={-1}
      ref={takeKeyboard}
    >
      <h2>Choose two CSV files</h2>
      <p>
        For example a bank statement and what the books say. Their columns may be named and written in any way; you see
        how they are read before anything is compared.
      </p>
      <div className="two-file-inputs">
        <ChosenFile label="Left file" choose={setLeft} />
        <ChosenFile label="Right file" choose={setRight} />
      </div>
      <Button
        appearance="primary"
        disabled={left === null || right === null || work.isBusy}
        onClick={() => left !== null && right !== null && work.open(left, right)}
      >
        {work.isBusy ? 'Reading…' : 'Look at them'}
      </Button>
      <p className="quiet">
        They are held in memory for this window only and are gone when you close them. What you say of a line is written
        out with the answer, and nowhere else. Only which column plays which part is remembered, for the next files with
        the same columns.
      </p>
    </section>
  );
}

function ChosenFile(props: { readonly label: string; readonly choose: (file: File | null) => void }): ReactNode {
  return (
    <label className="two-file-input">
      <span>{props.label}</span>
      <input type="file" accept=".csv,.txt,.tsv" onChange={({ target }) => props.choose(target.files?.[0] ?? null)} />
    </label>
  );
}
