import type { GraphQLFormattedError } from 'graphql';
import type { StreamEvent } from './event.ts';
import { leaveStream, type Awaiting, type OpenStream } from './open-stream.ts';
import type { Subscriber } from './shared-stream.ts';

/** The membership of a subscriber in a stream. */
export interface Membership {
  leave(): void;
}

/** Joins the stream of a key. It is null when the stream was refused: then the subscriber has failed. */
export type JoinKey = (key: string, part: ListSubscriber) => OpenStream | null;

/** Streams of a list that join in one turn of the event loop: each may have to be opened. */
const PER_TURN = 20;

/**
 * Joins the streams of a list into one subscriber. It gets no event before every stream is accepted, so that a list with a refused
 * key is refused whole; then it gets the newest state of each key at once. It completes with the last of its streams, and fails with
 * the first. A class: thousands of clients have lists.
 */
export class ListSubscriber implements Subscriber, Membership, Awaiting {
  readonly client: string | null;
  readonly #subscriber: Subscriber;
  #streams: OpenStream[] = [];
  #notAccepted: number;
  #open: number;
  #isOver = false;
  /** The newest state of each key, while a stream is not accepted. */
  #first: Map<string | null, StreamEvent> | null = null;

  constructor(subscriber: Subscriber, streams: number) {
    this.client = subscriber.client;
    this.#subscriber = subscriber;
    this.#notAccepted = streams;
    this.#open = streams;
  }

  get isReady(): boolean {
    return this.#subscriber.isReady;
  }

  onReady(callback: () => void): void {
    this.#subscriber.onReady(callback);
  }

  deliver(event: StreamEvent, skipped: number): void {
    if (this.#notAccepted === 0) return this.#subscriber.deliver(event, skipped);
    this.#first ??= new Map();
    this.#first.set(event.key, event);
  }

  complete(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#subscriber.complete();
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    this.#first = null;
    this.leave();
    this.#subscriber.fail(errors);
  }

  /** Says that a subgraph has accepted one of the streams. */
  onAccepted(): void {
    this.#notAccepted -= 1;
    if (this.#notAccepted > 0) return;
    const first = this.#first;
    this.#first = null;
    for (const event of first?.values() ?? []) this.#subscriber.deliver(event, 0);
  }

  leave(): void {
    this.#isOver = true;
    for (const stream of this.#streams.splice(0)) leaveStream(stream, this);
  }

  /** Joins the streams of the keys, a few in each turn of the event loop. The first that fails ends all. */
  join(keys: readonly string[], joinKey: JoinKey): void {
    for (const key of keys.slice(0, PER_TURN)) {
      const stream = joinKey(key, this);
      if (this.#isOver) return stream ? leaveStream(stream, this) : undefined;
      if (stream) this.#streams.push(stream);
    }
    // A list that has grown has room for as many again; thousands of clients keep theirs.
    this.#streams = this.#streams.slice();
    const rest = keys.slice(PER_TURN);
    if (rest.length > 0) setImmediate(() => !this.#isOver && this.join(rest, joinKey));
  }
}
