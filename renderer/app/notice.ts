import { createContext, useContext } from 'react';

/** What was done last, as a quiet line at the right of a screen's heading; it covers nothing and moves nothing. */
export interface Notice {
  readonly text: string;
  readonly tone: 'done' | 'hint';
}
export interface Notices {
  readonly latest: Notice | null;
  readonly say: (text: string, tone?: Notice['tone']) => void;
}

const NoticeContext = createContext<Notices>({ latest: null, say: () => undefined });
export const NoticeProvider = NoticeContext.Provider;

export function useNotices(): Notices {
  return useContext(NoticeContext);
}
