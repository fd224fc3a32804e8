import { useState } from 'react';

/** An answer on the screen. */
export interface Kept<Value> {
  /** Undefined before the first answer. */
  readonly value: Value | undefined;
  /** It answers an earlier question: the screen says so, and nothing of it goes out under the name of the new one. */
  readonly isOld: boolean;
}

/** The answer to show: an earlier one while that of another question, which is undefined at first, is on its way. */
export function keptOf<Value>(earlier: Value | undefined, answer: Value | undefined): Kept<Value> {
  if (answer === undefined) return { value: earlier, isOld: earlier !== undefined };
  return { value: answer, isOld: false };
}

/** The newest answer that was there: it stays on the screen while the next one is on its way, so that nothing jumps. */
export function useKept<Value>(answer: Value | undefined): Kept<Value> {
  const [earlier, keep] = useState(answer);
  if (answer !== undefined && answer !== earlier) keep(answer);
  return keptOf(earlier, answer);
}
