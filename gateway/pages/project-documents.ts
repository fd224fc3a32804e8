import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OVERVIEW = 'llms.txt';

/** Serves the overview for programs and each file that it links to, at their paths in the project: so its relative links work. */
export function addProjectDocuments(app: FastifyInstance): void {
  const overview = readFileSync(path.join(ROOT, OVERVIEW), 'utf8');
  for (const file of [OVERVIEW, ...linkedFiles(overview)]) {
    app.get(`/${file}`, async (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send(await readFile(path.join(ROOT, file), 'utf8')),
    );
  }
}

/** Files of the project that the overview links to, each once. */
export const linkedFiles = (overview: string): string[] => [
  ...new Set([...overview.matchAll(/\]\(([^)#:]+)\)/g)].map(([, file]) => file ?? '')),
];
