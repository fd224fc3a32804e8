import type { Log } from '../observability/log.ts';
import type { Stop } from './part.ts';

/** Running components, to be stopped in reverse order of their start. */
export interface StopStack {
  /** Registers a running component. While the stack stops, a new component is stopped right away. */
  readonly add: (name: string, stop: Stop) => void;
  /** Stops one component after the other; logs a failure and continues. False when one failed. */
  readonly stop: () => Promise<boolean>;
  readonly isStopping: () => boolean;
  /** Names of the components that still run. */
  readonly pending: () => readonly string[];
}

/** @param onStep called with the name of each component before it is stopped */
export function createStopStack(log: Log, onStep: (name: string) => void = () => undefined): StopStack {
  const running: { readonly name: string; readonly stop: Stop }[] = [];
  let stopping: Promise<boolean> | undefined;
  let current: string | undefined;
  const stopAll = async (): Promise<boolean> => {
    let isClean = true;
    for (let next = running.pop(); next; next = running.pop()) {
      current = next.name;
      onStep(current);
      try {
        await next.stop();
      } catch (error) {
        isClean = false;
        log.error({ err: error, component: next.name }, 'a component could not be stopped');
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
