import type { ConnectionState } from '../../../shared/domain/states.ts';
import type { ErrorCode } from '../../../shared/errors/codes.ts';

/** The catalogue's code for a kind of connector failure. */
export function connectionCode(kind: string): ErrorCode {
  return Object.hasOwn(CODES, kind) ? (CODES[kind] ?? 'CONNECTION_MALFORMED') : 'CONNECTION_MALFORMED';
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  credentials: 'CONNECTION_CREDENTIALS',
  rights: 'CONNECTION_RIGHTS',
  unreachable: 'CONNECTION_UNREACHABLE',
  cancelled: 'CANCELLED',
  otherDatabase: 'CONNECTION_OTHER_DATABASE',
};

/** How a connection stands after a failure of this kind; null when that says nothing about the connection. */
export function stateAfter(kind: string): ConnectionState | null {
  if (kind === 'credentials' || kind === 'rights' || kind === 'otherDatabase') return 'needsAttention';
  return kind === 'unreachable' ? 'unreachable' : null;
}
