import { useRef, useState } from 'react';
import type { FormEvent, RefObject } from 'react';
import { useSignIn, useSignInByBrowser } from '../api/mutations.ts';
import { useCompany } from './company-context.ts';
import type { Session } from './company-context.ts';
import { useNotices } from './notice.ts';

export interface SignInForm {
  readonly ways: Session['signIn'];
  readonly operatorId: string;
  readonly setOperatorId: (text: string) => void;
  /** Not controlled: React would write a controlled value into the page's attributes. */
  readonly password: RefObject<HTMLInputElement | null>;
  readonly keep: boolean;
  readonly setKeep: (keep: boolean) => void;
  /** The operator id was unlocked: the same password is sent once more. */
  readonly unlocked: boolean;
  readonly setUnlocked: (unlocked: boolean) => void;
  readonly submit: (event: FormEvent) => void;
  readonly goToBrowser: () => void;
  readonly isBusy: boolean;
  readonly waitsForBrowser: boolean;
  readonly passwordError: unknown;
  readonly browserError: unknown;
}

/** What is typed to sign in to PeopleSoft, and the two ways to do it; `close` once she is signed in. */
export function useSignInForm(close: () => void): SignInForm {
  const { say } = useNotices();
  const { signIn: ways } = useCompany().session;
  const [signIn, byBrowser] = [useSignIn(), useSignInByBrowser()];
  const [operatorId, setOperatorId] = useState(ways.operatorId ?? '');
  const [keep, setKeep] = useState(ways.isKept);
  const [unlocked, setUnlocked] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const isBusy = signIn.isPending || byBrowser.isPending;
  const done = {
    onSuccess: ({ text }: { readonly text: string }) => {
      say(text);
      close();
    },
  };
  return {
    ways,
    operatorId,
    setOperatorId,
    password,
    keep,
    setKeep,
    unlocked,
    setUnlocked,
    submit(event) {
      event.preventDefault();
      const typed = password.current?.value ?? '';
      if (isBusy || operatorId.trim() === '' || (typed === '' && !ways.isKept)) return;
      signIn.mutate({ operatorId, keep, unlocked, ...(typed === '' ? {} : { password: typed }) }, done);
    },
    goToBrowser() {
      if (!isBusy && operatorId.trim() !== '') byBrowser.mutate({ operatorId, keep }, done);
    },
    isBusy,
    waitsForBrowser: byBrowser.isPending,
    passwordError: signIn.error,
    browserError: byBrowser.error,
  };
}
