/** What goes back over HTTP. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Breaks the answer off: no answer at all (closed, or reset by TCP), or fewer bytes than its Content-Length says. */
  readonly broken?: 'dropped' | 'reset' | 'short';
}

const XML = 'text/xml; charset=UTF-8';

/** An XML answer. */
export function xmlReply(status: number, body: string): Reply {
  return { status, type: XML, body };
}

/** A JSON answer. */
export function jsonReply(status: number, value: unknown): Reply {
  return { status, type: 'application/json; charset=UTF-8', body: JSON.stringify(value) };
}

/** An HTML answer, as web servers and sign-in pages give. */
export function htmlReply(status: number, body: string): Reply {
  return { status, type: 'text/html; charset=UTF-8', body };
}

/** No answer: the connection is closed. */
export const DROPPED: Reply = { status: 0, type: XML, body: '', broken: 'dropped' };

/** No answer: the connection is reset. */
export const RESET: Reply = { ...DROPPED, broken: 'reset' };
