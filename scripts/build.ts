/** Compiles a program: npm runs it before `npm start` and the measurements. */
import path from 'node:path';
import { runCommand } from './command.ts';
import { requireClients } from './prisma/clients.ts';
import { buildPrograms } from './programs/build.ts';

const root = path.resolve(import.meta.dirname, '..');
const USAGE = `usage: npm run build -- [PROGRAM]

Compiles a program of the project into one file under .cache/programs: by default the one that "npm start" runs.`;

await runCommand({ usage: USAGE, operands: ['[PROGRAM]'] }, async ({ operands }) => {
  await requireClients(root);
  await buildPrograms(root, [operands[0] ?? 'processes/embedded/main.ts']);
  return 0;
});
