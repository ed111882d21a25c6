import type { ReactNode } from 'react';
import { useNotices } from './notice.ts';

interface ScreenHeadProps {
  readonly title: string;
  readonly sentence: ReactNode;
  readonly children?: ReactNode;
}

/** Title, the sentence that says where things stand, and at the right what was done last. */
export function ScreenHead({ title, sentence, children }: ScreenHeadProps): ReactNode {
  const { latest } = useNotices();
  return (
    <div className="head">
      <h1>{title}</h1>
      <p>{sentence}</p>
      <span
        className={`notice ${latest?.tone === 'hint' ? 'notice-hint' : ''}`}
        role="status"
        aria-live="polite"
        title={latest?.text}
      >
        {latest?.text}
      </span>
      {children}
    </div>
  );
}
