import { Worker } from 'node:worker_threads';
import type { NoteDocument } from './note-document.ts';

/** Draws notes in a thread of its own: a note of thousands of lines takes seconds of a processor. */
export interface PdfDrawer {
  /** One drawing at a time: callers queue. */
  draw(document: NoteDocument): Promise<Buffer>;
  stop(): Promise<void>;
}

type Answer = { readonly pdf: Uint8Array } | { readonly fault: string };

/** A thread has no loader of TypeScript from its process: this script registers one, then runs the entry point. */
const BOOTSTRAP = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./pdf-worker.ts', import.meta.url).href)});
});`;

/** Creates the drawer. Its thread starts with the first drawing, and again after it has failed. */
export function createPdfDrawer(): PdfDrawer {
  let worker: Worker | null = null;
  const start = (): Worker => {
    const started = new Worker(BOOTSTRAP, { eval: true, execArgv: [] });
    // An idle thread keeps no process alive.
    started.unref();
    return started;
  };
  return {
    draw: (document) =>
      new Promise<Buffer>((resolve, reject) => {
        const own = (worker ??= start());
        const end = (settle: () => void): void => {
          own.off('message', onMessage).off('error', onError).off('exit', onExit);
          settle();
        };
        const onMessage = (answer: Answer): void =>
          end(() =>
            'pdf' in answer ? resolve(Buffer.from(answer.pdf.buffer)) : reject(new Error(answer.fault)),
          );
        const fail = (error: Error): void => {
          worker = null;
          end(() => reject(error));
        };
        const onError = (error: Error): void => fail(error);
        const onExit = (code: number): void => fail(new Error(`the thread of drawings ended with ${code}`));
        own.on('message', onMessage).on('error', onError).on('exit', onExit);
        own.postMessage(document);
      }),
    stop: async () => {
      await worker?.terminate();
    },
  };
}
