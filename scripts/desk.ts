/** The desk's files: `npm run build:desk`, `npm run desk`. */
import path from 'node:path';
import { CommandLineError } from '#platform/process/command-line.ts';
import { runCommand } from './command.ts';
import { buildDesk } from './desk/build.ts';
import { developDesk } from './desk/develop.ts';

const root = path.resolve(import.meta.dirname, '..');
const USAGE = `usage: npm run build:desk
       npm run desk [-- --graph URL] [--port PORT]

build:desk  builds the desk's files into .cache/desk, from where the gateway serves them at /, and prints their sizes.
desk        serves the desk from its sources against a broker that runs, and loads the page again after each change.

  --graph  address of the graph (http://127.0.0.1:4000/graphql)
  --port   port of the page (4080)`;

async function build(): Promise<number> {
  const files = await buildDesk(root);
  for (const { name, bytes, brotliBytes } of files) {
    console.log(`  ${name}  ${kilobytes(bytes)}, compressed ${kilobytes(brotliBytes)}`);
  }
  return 0;
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

async function develop(options: ReadonlyMap<string, string>): Promise<number> {
  const port = Number(options.get('port') ?? '4080');
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CommandLineError('--port is 0 to 65535.');
  const url = await developDesk(root, options.get('graph') ?? 'http://127.0.0.1:4000/graphql', port);
  console.log(`the desk is at ${url}; Ctrl-C ends this`);
  await new Promise(() => undefined);
  return 0;
}

await runCommand(
  { usage: USAGE, operands: ['build|develop'], options: ['graph', 'port'] },
  ({ operands, options }) => {
    if (operands[0] === 'build') return build();
    if (operands[0] === 'develop') return develop(options);
    throw new CommandLineError('See --help.');
  },
);
