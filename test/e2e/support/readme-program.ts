import path from 'node:path';
import { build } from 'esbuild';
import { programOf } from '#sdk/test/readme.ts';
import { projectRoot } from '../../support/programs/run-program.ts';

const ADDRESS = 'http://127.0.0.1:4000/graphql';

/** The code of the SDK's README as a program against another broker, on the sources of the SDK. */
export async function readmeProgram(url: string): Promise<string> {
  const code = (await programOf()).replaceAll(ADDRESS, url);
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: projectRoot, loader: 'ts' },
    alias: {
      '@my-broker-b3/sdk/react': path.join(projectRoot, 'sdk/src/react/index.ts'),
      '@my-broker-b3/sdk': path.join(projectRoot, 'sdk/src/index.ts'),
    },
    // Node before 22 has no WebSocket of its own.
    banner: { js: "import WebSocket from 'ws'; globalThis.WebSocket ??= WebSocket;" },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
