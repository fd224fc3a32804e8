/** Events that a test emits and a fixture subgraph streams. */
export interface Feed<T> {
  /** Reads the events that pass the filter: from now on, or from the first event. */
  read(filter?: (event: T) => boolean, fromStart?: boolean): AsyncIterableIterator<T>;
  emit(...events: T[]): void;
  /** Breaks every reader with an error, as a subgraph that stops does. */
  breakAll(): void;
  /** Ends every reader after the events that wait. */
  endAll(): void;
  /** While refused, new readers fail. */
  refuse(isRefused: boolean): void;
  readonly readers: number;
  /** Readers since the start. */
  readonly opened: number;
}

export function createFeed<T>(): Feed<T> {
  const history: T[] = [];
  const readers = new Set<{ push: (event: T) => void; end: (error?: Error) => void }>();
  let opened = 0;
  let isRefusing = false;
  return {
    read: (filter = () => true, fromStart = false) => {
      if (isRefusing) throw new Error('the subgraph is down');
      opened += 1;
      const queue: T[] = fromStart ? history.filter(filter) : [];
      let hasEnded = false;
      let broken: Error | undefined;
      let wake = (): void => undefined;
      const reader = {
        push: (event: T): void => {
          if (filter(event)) queue.push(event);
          wake();
        },
        end: (error?: Error): void => {
          hasEnded = true;
          broken = error;
          readers.delete(reader);
          wake();
        },
      };
      readers.add(reader);
      const iterator: AsyncIterableIterator<T> = {
        [Symbol.asyncIterator]: () => iterator,
        next: async () => {
          while (queue.length === 0 && !hasEnded) await new Promise<void>((resolve) => (wake = resolve));
          const value = queue.shift();
          if (value === undefined && broken) throw broken;
          return value === undefined ? { done: true, value: undefined } : { done: false, value };
        },
        return: async () => {
          reader.end();
          return { done: true, value: undefined };
        },
      };
      return iterator;
    },
    emit: (...events) => {
      history.push(...events);
      for (const reader of readers) for (const event of events) reader.push(event);
    },
    breakAll: () => {
      for (const reader of readers) reader.end(new Error('the subgraph has stopped'));
    },
    endAll: () => {
      for (const reader of readers) reader.end();
    },
    refuse: (refused) => {
      isRefusing = refused;
    },
    get readers() {
      return readers.size;
    },
    get opened() {
      return opened;
    },
  };
}
