import { Worker, type WorkerOptions } from 'node:worker_threads';

/** A thread that answers requests, one at a time. */
export interface RequestThread<Request, Answer> {
  /** Rejects when the thread fails; the next request starts another thread. Requests at once are answered in turn. */
  call(request: Request): Promise<Answer>;
  /** Ends the thread. A running request rejects. */
  stop(): Promise<void>;
}

/**
 * Creates a thread that starts with the first request, and again after it has failed. Its program posts one answer to each
 * request. While idle it keeps no process alive.
 *
 * @param name for error messages
 * @param program source text (CommonJS): a thread has no loader of TypeScript from its process
 */
export function createRequestThread<Request, Answer>(
  name: string,
  program: string,
  options: WorkerOptions = {},
): RequestThread<Request, Answer> {
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const start = (): Worker => {
    const started = new Worker(program, { eval: true, execArgv: [], ...options });
    started.unref();
    return started;
  };
  const send = (request: Request): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const own = (worker ??= start());
      const end = (settle: () => void): void => {
        own.off('message', onMessage).off('error', fail).off('exit', onExit);
        own.unref();
        settle();
      };
      const onMessage = (answer: Answer): void => end(() => resolve(answer));
      const fail = (error: Error): void => {
        if (worker === own) worker = null;
        end(() => reject(error));
      };
      const onExit = (code: number): void => fail(new Error(`the thread ${name} ended with ${code}`));
      own.on('message', onMessage).on('error', fail).on('exit', onExit);
      own.ref();
      own.postMessage(request);
    });
  return {
    call: (request) => {
      const answer = last.then(() => send(request));
      last = answer.catch(() => undefined);
      return answer;
    },
    stop: async () => {
      await worker?.terminate();
    },
  };
}
