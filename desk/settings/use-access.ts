import { useState, type FormEvent } from 'react';
import { isRefusal } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { sessionOf } from '../session/session.ts';
import { useTask } from '../ui/use-task.ts';
import { accessFaults, type TypedAccess } from './access-faults.ts';

export type Way = 'signIn' | 'signUp';

/** A sign-in or sign-up as the user types it. */
export interface Access {
  readonly typed: TypedAccess;
  readonly type: (field: keyof TypedAccess) => (value: string) => void;
  /** Why each field cannot be used, until the user types in it. */
  readonly problems: Readonly<Partial<Record<keyof TypedAccess, string>>>;
  /** The broker's refusal of no field, until the user types again. */
  readonly refusal: string | null;
  /** Attempts to send while a field is wrong. */
  readonly wrongAttempts: number;
  readonly submit: (event: FormEvent) => void;
  /** Sends what is typed. */
  readonly enter: () => void;
  readonly isBusy: boolean;
}

/** @param askFirst asks the user, whose answer calls `enter`; null where nothing is lost by it */
export function useAccess(way: Way, askFirst: (() => void) | null): Access {
  const { anonymous, sessions, notices, router } = useDesk();
  const { texts, locale } = useLanguage();
  const { isBusy, run } = useTask();
  const [typed, setTyped] = useState<TypedAccess>({ email: '', name: '', password: '' });
  const [problems, setProblems] = useState<Access['problems']>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [wrongAttempts, setWrongAttempts] = useState(0);
  const refuse = (field: string | null, text: string): void => {
    const known = FIELDS.find((one) => one === field);
    if (known) setProblems({ [known]: text });
    else setRefusal(text);
  };
  const send = async (): Promise<void> => {
    const { email, name, password } = typed;
    const answer =
      way === 'signUp'
        ? (await anonymous.signUp({ input: { email, name, password } })).signUp
        : (await anonymous.signIn({ input: { email, password } })).signIn;
    if (isRefusal(answer)) return refuse(answer.field, refusalText(answer, locale));
    if (!answer) return;
    sessions.set(sessionOf(answer));
    const { signedUp, signedIn } = texts.settings;
    notices.done(way === 'signUp' ? signedUp : signedIn(answer.user.name));
    router.go('/account');
  };
  const enter = (): void => run(send);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const faults = Object.entries(accessFaults(typed, way === 'signUp'));
    setProblems(
      Object.fromEntries(faults.map(([field, fault]) => [field, texts.settings.accessFaults[fault]])),
    );
    if (faults.length === 0) (askFirst ?? enter)();
    else setWrongAttempts((count) => count + 1);
  };
  const type: Access['type'] = (field) => (value) => {
    setTyped({ ...typed, [field]: value });
    setProblems({ ...problems, [field]: undefined });
    setRefusal(null);
  };
  return { typed, type, problems, refusal, wrongAttempts, submit, enter, isBusy };
}

const FIELDS = ['name', 'email', 'password'] as const;
