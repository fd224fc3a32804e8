import type { Dispatcher } from 'undici';

export interface PostRequest {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A whole answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** Gets the function that gives the request up, with its reason. */
export type OnStart = (giveUp: (reason: Error) => void) => void;

/**
 * Sends a request and reads its whole answer. Without a stream for the body and a signal for the end, which take longer than the rest
 * of a small request.
 */
export const post = (dispatcher: Dispatcher, request: PostRequest, onStart?: OnStart): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const answer = new CollectedAnswer(resolve, reject);
    onStart?.((reason) => answer.giveUp(reason));
    dispatcher.dispatch({ method: 'POST', ...request }, answer);
  });

type Controller = Dispatcher.DispatchController;

/** Collects the parts of an answer. */
class CollectedAnswer implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: HttpAnswer) => void;
  readonly #reject: (error: Error) => void;
  /** Null until the request has a connection. */
  #controller: Controller | null = null;
  #givenUp: Error | null = null;
  #status = 0;
  #first: Buffer | null = null;
  /** The parts after the first; null for an answer of one. */
  #others: Buffer[] | null = null;

  constructor(resolve: (answer: HttpAnswer) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  giveUp(reason: Error): void {
    this.#givenUp = reason;
    this.#controller?.abort(reason);
    this.#reject(reason);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#givenUp) controller.abort(this.#givenUp);
  }

  onResponseStart(_controller: Controller, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Controller, part: Buffer): void {
    if (this.#first === null) this.#first = part;
    else (this.#others ??= []).push(part);
  }

  onResponseEnd(): void {
    const first = this.#first ?? Buffer.alloc(0);
    const whole = this.#others ? Buffer.concat([first, ...this.#others]) : first;
    this.#resolve({ status: this.#status, text: whole.toString('utf8') });
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#reject(error);
  }
}
