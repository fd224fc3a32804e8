/** Compiles the embedded broker: npm runs it before `npm start`. */
import path from 'node:path';
import { runCommand } from './command.ts';
import { requireClients } from './prisma/clients.ts';
import { buildPrograms } from './programs/build.ts';

const root = path.resolve(import.meta.dirname, '..');
const USAGE = 'usage: npm run build, which compiles the program that "npm start" runs';

await runCommand({ usage: USAGE, operands: [] }, async () => {
  await requireClients(root);
  await buildPrograms(root, ['processes/embedded/main.ts']);
  return 0;
});
