import { Button, Checkbox, Field, Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { takeKeyboard } from '../../ui/take-keyboard.ts';

/** What she lays down instead of having it found out, as it stands in the boxes. */
export interface TypedWishes {
  readonly tolerance: string;
  readonly least: string;
  readonly most: string;
}

interface MapWishesProps {
  readonly wishes: TypedWishes;
  readonly change: (wishes: TypedWishes) => void;
  readonly isOneToOne: boolean;
  readonly setOneToOne: (isOneToOne: boolean) => void;
  /** What stands in the boxes cannot be read. */
  readonly isWrong: boolean;
  /** Cells stand in the way that cannot be read. */
  readonly hasFaults: boolean;
  /** Null while it cannot be run. */
  readonly run: (() => void) | null;
  /** Back to the lines found before; absent: there are none. */
  readonly back?: () => void;
}

const DAY_BOXES = [
  ['least', 'Least days, left to right'],
  ['most', 'Most days'],
] as const;

/** Tolerance, days, and the way to start. */
export function MapWishes({
  wishes,
  change,
  isOneToOne,
  setOneToOne,
  isWrong,
  hasFaults,
  run,
  back,
}: MapWishesProps): ReactNode {
  return (
    <>
      <div
        className="two-file-wishes"
        role="group"
        aria-label="What is laid down"
        data-pane="wishes"
        tabIndex={-1}
        ref={takeKeyboard}
      >
        <Field size="small" label="Amounts may differ by">
          <Input
            placeholder="found out"
            value={wishes.tolerance}
            onChange={(_, { value }) => change({ ...wishes, tolerance: value })}
          />
        </Field>
        {DAY_BOXES.map(([key, label]) => (
          <Field key={key} size="small" label={label}>
            <Input
              type="number"
              placeholder="found out"
              value={wishes[key]}
              onChange={(_, { value }) => change({ ...wishes, [key]: value })}
            />
          </Field>
        ))}
        <Checkbox
          label="One row against one only"
          checked={isOneToOne}
          onChange={(_, { checked }) => setOneToOne(checked === true)}
        />
        <Button appearance="primary" disabled={run === null} onClick={() => run?.()}>
          Reconcile
        </Button>
        {back !== undefined && <Button onClick={back}>Back to the lines</Button>}
      </div>
      {isWrong && (
        <p className="remark bad" role="alert">
          A tolerance is a percentage like 15% or an amount like 0.50; days are whole numbers, the least first, both or
          none.
        </p>
      )}
      {hasFaults && (
        <p className="remark bad" role="status">
          Some cells cannot be read as what their column is to be; they are listed below. Choose another column, or mend
          the file and choose it again.
        </p>
      )}
    </>
  );
}
