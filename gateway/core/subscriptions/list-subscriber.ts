import type { StreamEvent } from './event.ts';
import type { Subscriber } from './shared-stream.ts';

/** A subscriber of several streams, one for each key of its list. */
export interface ListSubscriber extends Subscriber {
  /** Says that a subgraph has accepted one of the streams. */
  readonly accepted: () => void;
}

/**
 * Joins the streams of a list into one subscriber. It gets no event before every stream is accepted, so that a list with a refused
 * key is refused whole; then it gets the newest state of each key at once. It completes with the last of its streams, and fails with
 * the first.
 */
function createListSubscriber(subscriber: Subscriber, streams: number, onFail: () => void): ListSubscriber {
  let notAccepted = streams;
  let open = streams;
  /** The newest state of each key, while a stream is not accepted. */
  const first = new Map<string | null, StreamEvent>();
  return {
    client: subscriber.client,
    get isReady() {
      return subscriber.isReady;
    },
    onReady: (callback) => subscriber.onReady(callback),
    deliver: (event) => {
      if (notAccepted > 0) first.set(event.key, event);
      else subscriber.deliver(event);
    },
    complete: () => {
      open -= 1;
      if (open === 0) subscriber.complete();
    },
    fail: (errors) => {
      first.clear();
      onFail();
      subscriber.fail(errors);
    },
    accepted: () => {
      notAccepted -= 1;
      if (notAccepted > 0) return;
      for (const event of first.values()) subscriber.deliver(event);
      first.clear();
    },
  };
}

/** Streams of a list that join in one turn of the event loop: each may have to be opened. */
const PER_TURN = 20;

/**
 * Joins the streams of a list, a few in each turn of the event loop. The first that fails ends all.
 *
 * @param join joins the stream of a key; returns the function that leaves it
 * @returns leaves all streams
 */
export function joinList(
  keys: readonly string[],
  subscriber: Subscriber,
  join: (key: string, part: ListSubscriber) => () => void,
): () => void {
  const leaves: (() => void)[] = [];
  let isOver = false;
  const leave = (): void => {
    isOver = true;
    for (const leaveOne of leaves.splice(0)) leaveOne();
  };
  const list = createListSubscriber(subscriber, keys.length, leave);
  const joinFrom = (start: number): void => {
    for (const key of keys.slice(start, start + PER_TURN)) {
      const leaveOne = join(key, list);
      if (isOver) return leaveOne();
      leaves.push(leaveOne);
    }
    const next = start + PER_TURN;
    if (next < keys.length) setImmediate(() => !isOver && joinFrom(next));
  };
  joinFrom(0);
  return leave;
}
