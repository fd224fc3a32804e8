/** Entry point of the thread that draws notes: takes a note's document, answers with the bytes of its PDF. */
import { parentPort } from 'node:worker_threads';
import type { NoteDocument } from './note-document.ts';
import { notePdf } from './note-pdf.ts';

parentPort?.on('message', (document: NoteDocument) => {
  void notePdf(document).then(
    (pdf) => parentPort?.postMessage({ pdf: new Uint8Array(pdf) }),
    (error: unknown) => parentPort?.postMessage({ fault: String(error) }),
  );
});
