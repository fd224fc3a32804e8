import { createRequestThread } from '#platform/process/request-thread.ts';
import type { NoteDocument } from './note-document.ts';

/** Draws notes in a thread of its own: a note of thousands of lines takes seconds of a processor. */
export interface PdfDrawer {
  /** Draws one document at a time; the others wait in turn. */
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
  const thread = createRequestThread<NoteDocument, Answer>('of drawings', BOOTSTRAP);
  return {
    draw: async (document) => {
      const answer = await thread.call(document);
      if ('fault' in answer) throw new Error(answer.fault);
      return Buffer.from(answer.pdf.buffer);
    },
    stop: () => thread.stop(),
  };
}
