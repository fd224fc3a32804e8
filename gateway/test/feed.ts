import { createPushStream } from '#platform/streams/push-stream.ts';

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

interface Reader<T> {
  push(event: T): void;
  end(error?: Error): void;
}

export function createFeed<T>(): Feed<T> {
  const history: T[] = [];
  const readers = new Set<Reader<T>>();
  let opened = 0;
  let isRefusing = false;
  return {
    read: (filter = () => true, fromStart = false) => {
      if (isRefusing) throw new Error('the subgraph is down');
      opened += 1;
      const stream = createPushStream<T>({
        maxWaiting: 100_000,
        onOverflow: () => new Error('too many events wait'),
        onReturn: () => readers.delete(reader),
      });
      const reader: Reader<T> = {
        push: (event) => {
          if (filter(event)) stream.push(event);
        },
        end: (error) => {
          readers.delete(reader);
          stream.finish(error);
        },
      };
      readers.add(reader);
      if (fromStart) for (const event of history) reader.push(event);
      return stream.values;
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
