/**
 * Prisma without its native engines: generates and checks the typed clients, and writes migrations.
 */
import path from 'node:path';
import { CommandLineError } from '#platform/process/command-line.ts';
import { runCommand } from './command.ts';
import { generateClients, requireClients } from './prisma/clients.ts';

const root = path.resolve(import.meta.dirname, '..');

const USAGE = `usage: npm run prisma -- generate | check | migration PART NAME

  generate             generates the typed clients that are missing or out of date; npm ci runs it
  check                fails when a client is missing or out of date
  migration PART NAME  writes a migration for the changes of prisma/PART/schema.prisma since the last one`;

const operands = ['COMMAND', '[PART]', '[NAME]'];

await runCommand({ usage: USAGE, operands }, async ({ operands: [command, part, name] }) => {
  if (command === 'generate' && part === undefined) await generate();
  else if (command === 'check' && part === undefined) await requireClients(root);
  else if (command === 'migration' && part !== undefined && name !== undefined) await migration(part, name);
  else throw new CommandLineError(USAGE);
  return 0;
});

async function generate(): Promise<void> {
  const generated = await generateClients(root);
  console.log(
    generated.length === 0
      ? 'Prisma clients: up to date'
      : `Prisma clients: generated ${generated.join(', ')}`,
  );
}

/** Imported on demand: migrations need the embedded PostgreSQL, which an image that only generates does not have. */
async function migration(part: string, name: string): Promise<void> {
  const { writeMigration } = await import('./prisma/migration.ts');
  const folder = await writeMigration(root, part, name);
  console.log(
    folder === null
      ? 'nothing changed: no migration written'
      : `wrote ${folder}: read its SQL before you commit it`,
  );
}
