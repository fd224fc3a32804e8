import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCUMENT_PART_BYTES, type DocumentAnswer } from '#contracts/calls/wallet-documents.ts';
import { DatabaseUnavailable } from '#platform/postgres/sql/sql-client.ts';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import { digestOfSecret } from '#platform/security/bearer-secrets.ts';
import { eventually } from '#test/support/eventually.ts';
import { startTestGateway, type TestGateway } from '../test/start.ts';

const PDF: DocumentAnswer = {
  outcome: 'DOCUMENT',
  fileName: 'note-1-2024-07-12.pdf',
  format: 'PDF',
  size: 4,
  digest: 'digest',
  content: Buffer.from('%PDF').toString('base64'),
};
/** A document of 64 MiB, and the offsets of its parts that the gateway has read. */
const LARGE = { size: 64 * 1024 * 1024, read: [] as number[] };
const largePart = (offset: number): DocumentAnswer => {
  LARGE.read.push(offset);
  const content = Buffer.alloc(DOCUMENT_PART_BYTES, 'x').toString('base64');
  return { ...PDF, size: LARGE.size, content };
};

let at: TestGateway;
let token = '';
beforeAll(async () => {
  at = await startTestGateway({
    documents: {
      note: async ({ userId, noteId, offset }) => {
        if (noteId === 'note_large') return largePart(offset);
        if (noteId === 'note_down') throw new RpcUnavailable('the wallet is down');
        if (noteId === 'note_database') throw new DatabaseUnavailable('the database of the wallet is down');
        if (noteId === 'note_busy') return { outcome: 'BUSY' };
        return userId === 'usr_ana' && noteId === 'note_1' ? PDF : { outcome: 'NOT_FOUND' };
      },
      yearPositions: async ({ userId, year }) => ({
        outcome: 'DOCUMENT',
        fileName: `positions-${year}.csv`,
        format: 'CSV',
        size: Buffer.byteLength(`${userId} ${year}`),
        digest: 'digest',
        content: Buffer.from(`${userId} ${year}`).toString('base64'),
      }),
    },
    clients: { rates: [] },
  });
  token = await at.token('usr_ana');
});
afterAll(() => at.gateway.stop());

const get = (path: string, bearer: string | null = token, init: RequestInit = {}) =>
  fetch(`${at.url}${path}`, {
    ...init,
    headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
  });

const codeOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code;

test('serves a note to its owner, for no cache to store', async () => {
  const response = await get('/notes/note_1.pdf');
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="note-1-2024-07-12.pdf"',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  expect(await response.text()).toBe('%PDF');
  const head = await get('/notes/note_1.pdf', token, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('serves the sheet of positions of a year', async () => {
  const response = await get('/taxes/2026/positions.csv');
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(await response.text()).toBe('usr_ana 2026');
});

test('a client that does not read holds a part of its document, and none once it is gone', async () => {
  const headers = { authorization: `Bearer ${token}` };
  const request = httpGet(`${at.url}/notes/note_large.pdf`, { headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(response.headers['content-length']).toBe(String(LARGE.size));
  // The socket takes some megabytes before the kernel holds the gateway back.
  const isStill = async (): Promise<void> => {
    const before = LARGE.read.length;
    for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    expect(LARGE.read).toHaveLength(before);
  };
  await eventually(isStill);
  expect(LARGE.read.length * DOCUMENT_PART_BYTES).toBeLessThan(LARGE.size / 2);
  response.destroy();
  await eventually(isStill);
  expect(LARGE.read.length * DOCUMENT_PART_BYTES).toBeLessThan(LARGE.size / 2);
});

test("a page of another origin may read the answer and the file's name", async () => {
  const response = await get('/notes/note_1.pdf', token, { headers: {} });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-expose-headers')).toContain('content-disposition');
  const preflight = await fetch(`${at.url}/notes/note_1.pdf`, {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example', 'access-control-request-method': 'GET' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
});

describe('refuses', () => {
  test.each([
    ['/notes/note_2.pdf', 404, 'NOT_FOUND'],
    ['/notes/note_1', 404, 'NOT_FOUND'],
    ['/notes/note_1.exe', 404, 'NOT_FOUND'],
    ['/notes/..%2Fnote_1.pdf', 404, 'NOT_FOUND'],
    [`/notes/${'x'.repeat(90)}.pdf`, 404, 'NOT_FOUND'],
    ['/taxes/26/positions.csv', 404, 'NOT_FOUND'],
    ['/taxes/0000/positions.csv', 404, 'NOT_FOUND'],
    ['/notes/note_down.pdf', 503, 'SERVICE_UNAVAILABLE'],
    ['/notes/note_database.pdf', 503, 'SERVICE_UNAVAILABLE'],
    ['/notes/note_busy.csv', 503, 'SERVICE_UNAVAILABLE'],
  ])('%s with %i', async (path, status, code) => {
    const response = await get(path);
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('another user as for a note that does not exist', async () => {
    const response = await get('/notes/note_1.pdf', await at.token('usr_bob'));
    expect([response.status, await codeOf(response)]).toEqual([404, 'NOT_FOUND']);
  });

  test.each([
    ['nobody', null],
    ['a forged token', 'x.y.z'],
  ])('%s', async (_caller, bearer) => {
    const response = await get('/notes/note_1.pdf', bearer);
    expect([response.status, await codeOf(response)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('an API key without READ', async () => {
    const key = async (keyId: string, scopes: ('READ' | 'TRADE')[]): Promise<string> => {
      const secret = `mbb3_${keyId.padEnd(43, 'a')}`;
      at.identity.apiKeys.set(digestOfSecret(secret), {
        keyId,
        userId: 'usr_ana',
        scopes,
        expiresAtMs: null,
      });
      return secret;
    };
    expect((await get('/notes/note_1.pdf', await key('apk_read', ['READ']))).status).toBe(200);
    const response = await get('/notes/note_1.pdf', await key('apk_trade', ['TRADE']));
    expect([response.status, await codeOf(response)]).toEqual([403, 'FORBIDDEN']);
  });
});
