import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { buildSchema, graphqlSync } from 'graphql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { ProgramResult } from '#test/support/programs/command-host-messages.ts';
import { startCommandHost, type CommandHost } from '#test/support/programs/run-in-host.ts';
import { composeGraph, GRAPH_FILES } from './graph/compose.ts';
import { readSchema } from './graph/read-schema.ts';
import { documentsOf, playgroundDocuments } from './graph/recorded-operations.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'schema-check-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const write = async (name: string, text: string): Promise<string> => {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
};

/** Serves HTTP on a free port for one test. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => stop(server));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

const SDL = 'type Query { a(by: Int): Int }';

/** Answers as a GraphQL endpoint. */
const endpoint: RequestListener = (request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const { query } = JSON.parse(body) as { query: string };
    response.end(JSON.stringify(graphqlSync({ schema: buildSchema(SDL), source: query })));
  });
};

/** Answers a GET with a text, as a file server does. */
const fileServer =
  (text: string): RequestListener =>
  (request, response) => {
    response.statusCode = request.method === 'GET' ? 200 : 405;
    response.end(request.method === 'GET' ? text : 'Method Not Allowed');
  };

describe('reads a schema', () => {
  const fieldsOf = async (source: string): Promise<string[]> =>
    Object.keys((await readSchema(source)).getQueryType()?.getFields() ?? {});

  test('from a file', async () => {
    expect(await fieldsOf(await write('a.graphql', SDL))).toEqual(['a']);
  });

  test('from the URL of a file', async () => {
    expect(await fieldsOf(await serve(fileServer(SDL)))).toEqual(['a']);
  });

  test('from an endpoint, by introspection', async () => {
    expect(await fieldsOf(await serve(endpoint))).toEqual(['a']);
  });

  test('from a supergraph', async () => {
    const schema = await readSchema(GRAPH_FILES.supergraph);
    expect(Object.keys(schema.getTypeMap())).not.toContain('join__Graph');
    expect(schema.getType('Order')).toBeDefined();
  });
});

describe('one line for a source that cannot be read', () => {
  const failure = async (source: string): Promise<string> => {
    const error: unknown = await readSchema(source).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'StartError' });
    const { message } = error as Error;
    expect(message).not.toContain('\n');
    return message;
  };

  test('a missing file', async () => {
    expect(await failure(path.join(folder, 'none.graphql'))).toMatch(/none\.graphql cannot be read: ENOENT$/);
  });

  test('a folder', async () => {
    expect(await failure(folder)).toMatch(/cannot be read: EISDIR$/);
  });

  test.each([
    ['text', 'not a schema', /a\.graphql:1:1 holds no valid schema: Syntax Error/],
    ['an unknown type', 'type Query {\n  a: Missing\n}', /holds no valid schema: Unknown type "Missing"\.$/],
    ['an empty file', '', /holds no valid schema: Syntax Error/],
    [
      'a damaged supergraph',
      'schema @link(url: "https://specs.apollo.dev/join/v0.5") { query: Query } type Query { a: Int }',
      /holds no valid schema/,
    ],
  ])('a file with %s', async (_name, text, message) => {
    expect(await failure(await write('a.graphql', text))).toMatch(message);
  });

  test('a server that does not listen', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await stop(server);
    expect(await failure(`http://127.0.0.1:${port}/`)).toMatch(/cannot be reached: .*ECONNREFUSED/);
  });

  test('a URL that is none', async () => {
    expect(await failure('http://')).toMatch(/^http:\/\/ cannot be reached: /);
  });

  test('a server that hangs up', async () => {
    const url = await serve((request) => request.socket.destroy());
    expect(await failure(url)).toMatch(/cannot be reached: /);
  });

  test('a server without a schema', async () => {
    const url = await serve((_request, response) => {
      response.statusCode = 404;
      response.end('Not Found');
    });
    expect(await failure(url)).toMatch(/answered introspection with 404 and GET with 404$/);
  });

  test('a page', async () => {
    expect(await failure(await serve(fileServer('<html></html>')))).toMatch(
      /holds no valid schema: Syntax Error/,
    );
  });

  test('an endpoint that refuses introspection', async () => {
    const url = await serve((_request, response) =>
      response.end(JSON.stringify({ errors: [{ message: 'Introspection\nis off.' }] })),
    );
    expect(await failure(url)).toMatch(/refuses introspection: Introspection is off\.$/);
  });

  test('an endpoint whose answer is no schema', async () => {
    const url = await serve((_request, response) => response.end(JSON.stringify({ data: { __schema: {} } })));
    expect(await failure(url)).toMatch(/answers introspection with no valid schema: /);
  });
});

describe('recorded operations', () => {
  test('come from a folder and the folders in it, without those of packages', async () => {
    for (const name of ['deep', 'node_modules/x', '.hidden'])
      await mkdir(path.join(folder, name), { recursive: true });
    for (const name of ['b.graphql', 'deep/a.gql', 'c.txt', 'node_modules/x/d.graphql', '.hidden/e.graphql'])
      await write(name, '{ a }');
    const files = (await documentsOf(folder)).map(({ file }) => path.relative(folder, file));
    expect(files).toEqual(['b.graphql', path.join('deep', 'a.gql')]);
  });

  test('an empty, a missing and a wrong folder are refused', async () => {
    await expect(documentsOf(folder)).rejects.toThrow(/holds no operations/);
    await expect(documentsOf(path.join(folder, 'none'))).rejects.toThrow(/cannot be read: ENOENT/);
    await expect(documentsOf(await write('a.graphql', '{ a }'))).rejects.toThrow(/cannot be read: ENOTDIR/);
  });

  test('the playground has some', () => {
    expect(playgroundDocuments().length).toBeGreaterThan(0);
  });
});

describe('npm run schema:check', () => {
  let host: CommandHost;
  beforeAll(async () => {
    host = await startCommandHost('schema-check', ['scripts/schema-check.ts']);
  });
  afterAll(() => host.stop());
  async function check(...args: string[]): Promise<Omit<ProgramResult, 'handles'>> {
    const { code, output, errors } = await host.run('scripts/schema-check.ts', args);
    return { code, output, errors };
  }

  test('finds no difference from the same schema', async () => {
    const same = await write('same.graphql', composeGraph().api);
    expect(await check('--against', same)).toEqual({
      code: 0,
      output: `From ${same} to this graph: 0 breaking, 0 dangerous, 0 safe\n`,
      errors: '',
    });
  });

  test('names a broken operation, prints the differences and writes them as Markdown', async () => {
    const older = `${composeGraph().api}\nextend type Query { retired: Int }\nextend enum Side { HOLD }\n`;
    const [against, operations] = [await write('older.graphql', older), path.join(folder, 'operations')];
    await mkdir(operations);
    await write('operations/desk.graphql', 'query Desk { retired }\nquery Me { me { id } }');
    const summary = await write('summary.md', 'Before.\n');
    const args = ['--against', against, '--operations', operations, '--summary', summary];
    const { code, output, errors } = await check(...args);
    expect(code).toBe(1);
    expect(output).toMatch(/^breaking:\n {2}Query\.retired: .*\n {2}Side\.HOLD: /);
    expect(output).toMatch(/to this graph: 2 breaking, 0 dangerous, 0 safe\n$/);
    expect(errors).toBe(
      `- ${path.join(operations, 'desk.graphql')}: Desk: Cannot query field "retired" on type "Query".\n`,
    );
    expect(await readFile(summary, 'utf8')).toMatch(
      /^Before\.\n## From .*\n[^]*\n### Breaking \(2\)\n\n- `Query\.retired`: /,
    );
  });

  test.each([
    ['a missing schema', ['--against', 'none.graphql'], 'none.graphql cannot be read: ENOENT\n'],
    [
      'a missing folder',
      ['--against', GRAPH_FILES.api, '--operations', 'none'],
      'none cannot be read: ENOENT\n',
    ],
  ])('reports %s in one line', async (_name, args, line) => {
    const { code, errors } = await check(...args);
    expect({ code, errors }).toEqual({ code: 1, errors: line });
  });
});
