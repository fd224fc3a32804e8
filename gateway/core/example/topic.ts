import { Repeater } from 'graphql-yoga';

/** Events for any number of readers. */
export interface Topic<T> {
  read(): AsyncIterable<T>;
  publish(event: T): void;
  readonly readers: number;
}

export function createTopic<T>(): Topic<T> {
  const readers = new Set<(event: T) => void>();
  return {
    read: () =>
      new Repeater<T>(async (push, stop) => {
        const reader = (event: T): void => void push(event);
        readers.add(reader);
        await stop;
        readers.delete(reader);
      }),
    publish: (event) => {
      for (const reader of readers) reader(event);
    },
    get readers() {
      return readers.size;
    },
  };
}
