import { useEffect, useState } from 'react';
import { useDesk } from '../app/desk.ts';

/** A question that nobody answers for so long is taken back: a click much later means something else. */
const PATIENCE_MS = 10_000;

interface Question {
  readonly isAsked: boolean;
  readonly ask: () => void;
  readonly takeBack: () => void;
}

/** A question before a step that cannot be undone. It holds for one subject alone: with another one it is taken back before it shows. */
export function useQuestion(subject: string): Question {
  const { clock } = useDesk().browser;
  const [asked, setAsked] = useState<string | null>(null);
  const isAsked = asked === subject;
  useEffect(() => {
    if (asked === null) return;
    if (!isAsked) return setAsked(null);
    const alarm = clock.after(PATIENCE_MS, () => setAsked(null));
    return () => alarm.cancel();
  }, [asked, isAsked, clock]);
  return { isAsked, ask: () => setAsked(subject), takeBack: () => setAsked(null) };
}
