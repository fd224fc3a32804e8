import type { Log } from '../observability/log.ts';
import type { Stop } from './part.ts';

/** Things that run, to be stopped in the reverse order of their starts. */
export interface StopStack {
  /** Registers a running thing. One that comes when the stack is stopping already is stopped right away. */
  readonly add: (name: string, stop: Stop) => void;
  /** Stops one after the other; a failure is logged and the rest goes on. False when one has failed. */
  readonly stop: () => Promise<boolean>;
  readonly isStopping: () => boolean;
  /** Names of what still runs. */
  readonly pending: () => readonly string[];
}

export function createStopStack(log: Log): StopStack {
  const running: { readonly name: string; readonly stop: Stop }[] = [];
  let stopping: Promise<boolean> | undefined;
  let current: string | undefined;
  const stopAll = async (): Promise<boolean> => {
    let isClean = true;
    for (let next = running.pop(); next; next = running.pop()) {
      current = next.name;
      try {
        await next.stop();
      } catch (error) {
        isClean = false;
        log.error({ err: error, what: next.name }, 'could not be stopped in order');
      }
      current = undefined;
    }
    return isClean;
  };
  const stop = (): Promise<boolean> => (stopping ??= stopAll().finally(() => undefined));
  return {
    add: (name, stopOne) => {
      running.push({ name, stop: stopOne });
      if (stopping) stopping = stopping.then(async (isClean) => (await stopAll()) && isClean);
    },
    stop,
    isStopping: () => stopping !== undefined,
    pending: () => [
      ...(current === undefined ? [] : [current]),
      ...running.map(({ name }) => name).reverse(),
    ],
  };
}
