import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SETTINGS } from '#processes/settings/settings.ts';
import { environment, readSettings } from '#platform/config.ts';
import { runProgram } from '#test/support/programs/run-program.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'my-broker-replay-'))));
afterAll(() => rm(folder, { recursive: true }));

const replay = async (...args: string[]) => {
  const { output, errors, ended } = await runProgram('verification/replay/main.ts', {}, args);
  return { code: await ended, output: output(), errors: errors() };
};

const resultOf = async (...args: string[]): Promise<unknown> => {
  const { code, output, errors } = await replay(...args);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(output).toMatch(/^\{.*\}\n$/);
  return JSON.parse(output);
};

const written = async (name: string, content: string | Uint8Array): Promise<string> => {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
};

const EVENTS = `symbol,gen_id,time,side,order_id,exec_type,status,price_cents,total_qty,traded_qty,aggressor,broker
ABCD3,1,10:00:00.1,Sell,1,New,New,1000,100,0,0,3
ABCD3,2,10:00:00.2,Buy,2,New,New,1000,300,0,0,8
ABCD3,3,10:00:00.2,Buy,2,Trade,Partially Filled,1000,300,100,1,8
ABCD3,4,10:00:00.2,Sell,1,Trade,Filled,1000,100,100,2,3
`;
const ALL = { fills: 1, matched: 1, groups: 1, groupsMatched: 1, firstMismatch: null };

describe('b3-orders', () => {
  test('prints one line of JSON, also for a packed file', async () => {
    expect(await resultOf('b3-orders', await written('events.csv', EVENTS))).toEqual(ALL);
    expect(await resultOf('b3-orders', await written('events.csv.gz', gzipSync(EVENTS)))).toEqual(ALL);
  });

  test('--until leaves out later events', async () => {
    const file = await written('events.csv', EVENTS);
    expect(await resultOf('b3-orders', file, '--until', '10:00')).toMatchObject({ fills: 0, groups: 0 });
  });
});

describe('lobster', () => {
  test('reads two files, or the folder that holds them', async () => {
    const messages = await written('XYZ_message_1.csv', '1.5,1,1,1,1000,1\n2.5,4,1,4,1000,1\n');
    const books = await written('XYZ_orderbook_1.csv', '1010,5,1000,10\n1010,5,1000,6\n');
    const expected = { rows: 2, booksEqual: 2, executions: 1, firstInQueue: 1 };
    expect(await resultOf('lobster', messages, books)).toEqual(expected);
    expect(await resultOf('lobster', folder)).toEqual(expected);
  });
});

test.each([
  ['b3-orders', 'damaged.csv', `${EVENTS}ABCD3,5,x`, ': line 6: has 3 fields, the header 12'],
  ['b3-orders', 'damaged.gz', gzipSync(EVENTS).subarray(0, 60), ': the gzip is damaged'],
  ['b3-orders', 'cut.zip', Buffer.from(`PK\x03\x04${'x'.repeat(90)}`), /: not a complete zip archive/],
  ['flash1', 'events.bin', EVENTS, /: not packed with brotli; as an unpacked file: byte 0: a count of/],
  ['lobster', 'alone.csv', EVENTS, ': is neither a folder nor a zip with both files; give both files'],
])('%s refuses %s in one line, without a result', async (format, name, content, message) => {
  const { code, output, errors } = await replay(format, await written(name, content));
  expect({ code, output }).toEqual({ code: 1, output: '' });
  expect(errors).toMatch(message);
  expect(errors.split('\n')).toHaveLength(2);
});

test('names a file that does not exist', async () => {
  const { code, errors } = await replay('lobster', '/no/such/messages.csv', '/no/such/book.csv');
  expect({ code, errors }).toEqual({ code: 1, errors: '/no/such/messages.csv does not exist\n' });
});

const shared = readSettings(SETTINGS, environment()).SHARED_DATA_DIR;
const recorded = (name: string): string => path.join(shared, name);

describe.skipIf(!existsSync(recorded('orders_PETR4F_2015-11-03.csv')))(
  'recorded flow (skipped without SHARED_DATA_DIR)',
  () => {
    test.each([
      ['static', 827, '9803843ee404fc29c9a0aa5614f8f0d5a58b5c44fcac9ef89067886fcaaa30d1'],
      ['normal', 62_474, 'e9b2e3926854410b01a035aeb25dd05f1e597c233be8263de9eb49b6713d367e'],
    ])('flash1, %s: makes the published report stream', async (name, trades, sha256) => {
      const result = await resultOf('flash1', recorded(`${name}_s23.bin.br`));
      expect(result).toMatchObject({ messages: 1_996_097, trades, sha256 });
    });

    test('predicts every execution of a day of PETR4F', async () => {
      expect(await resultOf('b3-orders', recorded('orders_PETR4F_2015-11-03.csv'))).toEqual({
        fills: 627,
        matched: 627,
        groups: 494,
        groupsMatched: 494,
        firstMismatch: null,
      });
    });

    test('follows the book of a day of AMZN', async () => {
      const result = await resultOf('lobster', recorded('LOBSTER_SampleFile_AMZN_2012-06-21_5.zip'));
      expect(result).toEqual({ rows: 155_935, booksEqual: 155_935, executions: 8_974, firstInQueue: 8_963 });
    });
  },
);
