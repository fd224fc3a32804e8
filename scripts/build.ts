/** Compiles what `npm start` runs and serves; npm runs it before that and before the measurements. */
import path from 'node:path';
import { runCommand } from './command.ts';
import { buildDesk } from './desk/build.ts';
import { requireClients } from './prisma/clients.ts';
import { buildPrograms } from './programs/build.ts';

const root = path.resolve(import.meta.dirname, '..');
const USAGE = `usage: npm run build -- [PROGRAM]

Compiles a program of the project into one file under .cache/programs: by default the one that "npm start" runs,
and the desk's files under .cache/desk.`;

await runCommand({ usage: USAGE, operands: ['[PROGRAM]'] }, async ({ operands }) => {
  await requireClients(root);
  const [program] = operands;
  if (program === undefined) await buildDesk(root);
  await buildPrograms(root, [program ?? 'processes/embedded/main.ts']);
  return 0;
});
