/** A pending alarm. */
export interface Alarm {
  cancel(): void;
}

/** The source of time and delays; tests pass one whose time they set. */
export interface Clock {
  nowMs(): number;
  /** Calls back once, after `delayMs`. */
  after(delayMs: number, callback: () => void): Alarm;
}

/** Resolves after the delay, or as soon as the signal aborts. */
export const delay = (clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      alarm.cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const alarm = clock.after(delayMs, end);
    signal?.addEventListener('abort', end);
  });

/** Rejects with the error of `late` when the promise has not settled after the time. */
export const within = <T>(
  clock: Clock,
  limitMs: number,
  promise: Promise<T>,
  late: () => Error,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const alarm = clock.after(limitMs, () => reject(late()));
    void promise.then(resolve, reject).finally(() => alarm.cancel());
  });

/** Rejects with the signal's reason as soon as it aborts; resolves and rejects with the promise before that. */
export const unlessAborted = <T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason as Error);
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
};
