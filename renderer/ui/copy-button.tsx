import { useState } from 'react';
import type { ReactNode } from 'react';

/** Copies `text` whole and says that it did. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const [result, setResult] = useState<string | null>(null);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setResult('Copied'),
      () => setResult('Copying was refused; select the text instead'),
    );
  };
  return (
    <button type="button" className="link-button" aria-label={`Copy ${label}`} onClick={copy}>
      <span aria-live="polite">{result ?? 'Copy'}</span>
    </button>
  );
}
