import type { ReactNode } from 'react';
import { shortId } from './short-id.ts';

/** An id in monospace, shortened in the middle; pointing at it shows it whole, and what is copied from it is whole. */
export function ObjectId({ id }: { readonly id: string }): ReactNode {
  return (
    <span
      className="object-id"
      title={id}
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', id);
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {shortId(id)}
    </span>
  );
}
