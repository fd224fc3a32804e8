/**
 * Generates all generated files.
 *
 *   npm run codegen             supergraph, types of resolvers and SDK, Prisma clients, documents
 *   npm run codegen -- --check  the same, then fails when a file was out of date
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { runCommand } from './command.ts';
import { writeGraph } from './graph/compose.ts';

const root = path.resolve(import.meta.dirname, '..');
const bin = (name: string): string => path.join(root, 'node_modules/.bin', name);
const run = (command: string, args: string[]): void =>
  void execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

async function generate(): Promise<void> {
  await writeGraph();
  console.log('composed the supergraph');
  run(bin('graphql-codegen'), ['--config', 'codegen.ts', '--silent']);
  console.log('generated the types of resolvers and of the SDK');
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
  ];
  const status = execFileSync('git', ['status', '--porcelain', '--untracked-files=all', '--', ...generated], {
    cwd: root,
    encoding: 'utf8',
  });
  return status.split('\n').filter((line) => line !== '');
}

const USAGE = `usage: npm run codegen [-- --check]

Generates the supergraph, the types of resolvers and SDK, the Prisma clients and the documents.

  --check   fails when a file was out of date`;

await runCommand({ usage: USAGE, flags: ['check'] }, async ({ flags }) => {
  await generate();
  const stale = flags.has('check') ? outOfDate() : [];
  if (stale.length === 0) return 0;
  console.error(`out of date, run "npm run codegen" and commit:\n${stale.join('\n')}`);
  return 1;
});
