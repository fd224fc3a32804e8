import type { Clock } from '../time/clock.ts';

/** The answer of a server, or an error when it does not come in time: for checks that must not hang. */
export async function within<T>(wallClock: Clock, limitMs: number, work: Promise<T>): Promise<T> {
  let callOff: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    const alarm = wallClock.after(limitMs, () => reject(new Error(`no answer within ${limitMs} ms`)));
    callOff = () => alarm.cancel();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    callOff();
  }
}
