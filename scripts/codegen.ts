/**
 * Generates all generated files.
 *
 *   npm run codegen             supergraph, types of resolvers and SDK, trusted documents, requests for Bruno, Prisma clients, documents
 *   npm run codegen -- --check  the same, then fails when a file was out of date
 *   npm run codegen -- --manifest FILE [DOCUMENTS]  a manifest of trusted documents alone
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { CommandLineError } from '#platform/process/command-line.ts';
import { runCommand } from './command.ts';
import { writeClientDocuments } from './graph/client-documents.ts';
import { writeCollection } from './graph/collection/collection.ts';
import { writeGraph } from './graph/compose.ts';
import { writeOperatorManifest, writeOwnManifest } from './graph/trusted-documents.ts';

const root = path.resolve(import.meta.dirname, '..');
const bin = (name: string): string => path.join(root, 'node_modules/.bin', name);
const run = (command: string, args: string[]): void =>
  void execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

async function generate(): Promise<void> {
  await writeGraph();
  console.log('composed the supergraph');
  run(bin('graphql-codegen'), ['--config', 'codegen.ts', '--silent']);
  console.log('generated the types of resolvers, SDK and desk');
  await writeClientDocuments();
  await writeOwnManifest();
  console.log('wrote the manifest of the documents of SDK and desk');
  await writeCollection();
  console.log('wrote the collection of requests');
  run(bin('tsx'), ['scripts/prisma.ts', 'generate']);
  console.log('generated the Prisma clients');
  run(bin('tsx'), ['scripts/docs.ts']);
  console.log('wrote the generated documents');
}

/** Generated files that git reports as changed or new. */
function outOfDate(): string[] {
  const generated = [
    '*/generated/*',
    'docs/ACCESS.md',
    'docs/ERRORS.md',
    'docs/RULES.md',
    'docs/SETTINGS.md',
    'sdk/collection/*.bru',
    'sdk/collection/bruno.json',
  ];
  const status = execFileSync('git', ['status', '--porcelain', '--untracked-files=all', '--', ...generated], {
    cwd: root,
    encoding: 'utf8',
  });
  return status.split('\n').filter((line) => line !== '');
}

const USAGE = `usage: npm run codegen [-- --check]
       npm run codegen -- --manifest FILE [DOCUMENTS]

Generates the supergraph, the types of resolvers and SDK, the SDK's trusted documents and its requests for Bruno, the Prisma clients and
the documents.

  --check          fails when a file was out of date
  --manifest FILE  writes FILE alone, for the setting TRUSTED_DOCUMENTS: the documents of the SDK and your own
  DOCUMENTS        a folder of .graphql and .gql files, one such file, or a manifest (.json, by hash or Apollo's)`;

const COMMAND = { usage: USAGE, flags: ['check'], options: ['manifest'], operands: ['[DOCUMENTS]'] };

await runCommand(COMMAND, async ({ flags, options, operands }) => {
  const manifest = options.get('manifest');
  if (manifest !== undefined) {
    const count = await writeOperatorManifest(manifest, operands[0] ?? null);
    console.log(`wrote ${count} documents to ${manifest}`);
    return 0;
  }
  if (operands.length > 0) throw new CommandLineError('DOCUMENTS needs --manifest FILE. See --help.');
  await generate();
  const stale = flags.has('check') ? outOfDate() : [];
  if (stale.length === 0) return 0;
  console.error(`out of date, run "npm run codegen" and commit:\n${stale.join('\n')}`);
  return 1;
});
