import { useState, type FormEvent } from 'react';
import { isRefusal } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { sessionOf } from '../session/session.ts';
import { useTask } from '../ui/use-task.ts';

export type Way = 'signIn' | 'signUp';

interface Typed {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** A sign-in or sign-up as the user types it. */
export interface Access {
  readonly typed: Typed;
  readonly type: (field: keyof Typed) => (value: string) => void;
  /** The broker's refusal, until the user types again. */
  readonly problem: { readonly field: string | null; readonly text: string } | null;
  readonly submit: (event: FormEvent) => void;
  readonly isBusy: boolean;
}

export function useAccess(way: Way): Access {
  const { anonymous, sessions, notices, router } = useDesk();
  const { texts, locale } = useLanguage();
  const { isBusy, run } = useTask();
  const [typed, setTyped] = useState<Typed>({ email: '', name: '', password: '' });
  const [problem, setProblem] = useState<Access['problem']>(null);
  const enter = async (): Promise<void> => {
    const { email, name, password } = typed;
    const answer =
      way === 'signUp'
        ? (await anonymous.signUp({ input: { email, name, password } })).signUp
        : (await anonymous.signIn({ input: { email, password } })).signIn;
    if (isRefusal(answer)) return setProblem({ field: answer.field, text: refusalText(answer, locale) });
    if (!answer) return;
    sessions.set(sessionOf(answer));
    const { signedUp, signedIn } = texts.settings;
    notices.done(way === 'signUp' ? signedUp : signedIn(answer.user.name));
    router.go('/account');
  };
  return {
    typed,
    type: (field) => (value) => {
      setTyped({ ...typed, [field]: value });
      setProblem(null);
    },
    problem,
    submit: (event) => {
      event.preventDefault();
      run(enter);
    },
    isBusy,
  };
}
