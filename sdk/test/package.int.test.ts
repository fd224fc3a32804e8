import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCompiler } from './compiler.ts';
import { programOf } from './readme.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const compile = createCompiler();
/** A project outside of this one: it finds no package but those that it installs. */
let consumer = '';
const inConsumer = (name: string): string => path.join(consumer, name);

const STRICT = {
  target: 'ES2023',
  lib: ['ES2023', 'DOM'],
  module: 'ESNext',
  moduleResolution: 'Bundler',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  noEmit: true,
  // The declarations of the package are checked, those of TypeScript are not.
  skipDefaultLibCheck: true,
  types: [],
};

beforeAll(async () => {
  consumer = await mkdtemp(path.join(tmpdir(), 'sdk-consumer-'));
  expect(compile(path.join(root, 'sdk/tsconfig.json'))).toBe('');
  await writeFile(inConsumer('package.json'), '{ "name": "consumer", "type": "module", "private": true }');
  // npm packs the folder and installs the package in one process.
  const packing = ['--install-links', '--ignore-scripts'];
  const install = ['install', path.join(root, 'sdk'), ...packing, '--offline', '--no-audit', '--no-fund'];
  await run('npm', [...install, '--omit=peer'], { cwd: consumer });
});

afterAll(() => rm(consumer, { recursive: true, force: true }));

test('the installed package brings no other, and Node imports it by its name', async () => {
  expect((await readdir(inConsumer('node_modules'))).filter((name) => !name.startsWith('.'))).toEqual([
    '@my-broker-b3',
  ]);
  const program = `import { createClient, BrokerError } from '@my-broker-b3/sdk';
    const broker = createClient({ url: 'http://127.0.0.1:9/graphql' });
    console.log(typeof broker.placeOrder, typeof broker.orderStream, BrokerError.name);
    await broker.close();`;
  await writeFile(inConsumer('program.mjs'), program);
  const { stdout } = await run(process.execPath, ['program.mjs'], { cwd: consumer });
  expect(stdout.trim()).toBe('function function BrokerError');
});

test('the code of the README fits a strict project', async () => {
  for (const name of ['react', 'csstype'])
    await symlink(
      path.join(root, 'node_modules', name === 'react' ? '@types/react' : name),
      await withFolder(name),
    );
  await writeFile(inConsumer('readme.ts'), `${await programOf()}\nexport {};\n`);
  await writeFile(
    inConsumer('tsconfig.json'),
    JSON.stringify({ compilerOptions: STRICT, files: ['readme.ts'] }),
  );
  expect(compile(inConsumer('tsconfig.json'))).toBe('');
});

async function withFolder(name: string): Promise<string> {
  await mkdir(inConsumer('node_modules/@types'), { recursive: true });
  return inConsumer(name === 'react' ? 'node_modules/@types/react' : `node_modules/${name}`);
}

/** Bytes of a bundle for browsers, compressed. */
async function sizeOf(code: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: consumer },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external: ['react'],
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? '').length;
}

test('a bundle for browsers has what it imports alone, and is small', async () => {
  const sdk = "from '@my-broker-b3/sdk';";
  expect(await sizeOf(`export * ${sdk}`)).toBeLessThan(12_000);
  expect(await sizeOf(`export { createCoreClient } ${sdk}`)).toBeLessThan(7_000);
  expect(await sizeOf(`export { isRefusal } ${sdk}`)).toBeLessThan(200);
  expect(await sizeOf("export * from '@my-broker-b3/sdk/react';")).toBeLessThan(1_500);
});
