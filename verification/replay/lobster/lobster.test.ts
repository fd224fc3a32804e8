import { expect, test } from 'vitest';
import { createNaiveBook } from '#engine/core/naive/naive-book.ts';
import { replayLobster, type LobsterResult } from './replay-lobster.ts';

const NONE_BELOW = '-9999999999,0';
const NONE_ABOVE = '9999999999,0';

/** Rows of `TYPE ID SIZE PRICE DIRECTION | levels`, each level `ask,size,bid,size`. */
function replay(...rows: string[]): LobsterResult {
  const parts = rows.map((row) => row.split(' | '));
  const messages = parts.map(([message = ''], index) => `3420${index}.25,${message.split(' ').join(',')}`);
  const books = parts.map(([, ...levels]) => levels.join(','));
  return replayLobster(Buffer.from(messages.join('\n')), Buffer.from(`${books.join('\n')}\n`), {
    createBook: createNaiveBook,
  });
}

test('replays submissions, reductions, deletions and executions; the first row only initialises the book', () => {
  const result = replay(
    `1 1 10 1000 1 | 1010,5,1000,10 | ${NONE_ABOVE},${NONE_BELOW}`,
    `1 2 20 1000 1 | 1010,5,1000,30 | ${NONE_ABOVE},${NONE_BELOW}`,
    `1 3 7 999 1 | 1010,5,1000,30 | ${NONE_ABOVE},999,7`,
    `2 2 5 1000 1 | 1010,5,1000,25 | ${NONE_ABOVE},999,7`,
    `4 1 10 1000 1 | 1010,5,1000,15 | ${NONE_ABOVE},999,7`,
    `4 2 15 1000 1 | 1010,5,999,7 | ${NONE_ABOVE},${NONE_BELOW}`,
    `5 0 100 1005 1 | 1010,5,999,7 | ${NONE_ABOVE},${NONE_BELOW}`,
    `3 3 7 999 1 | 1010,5,${NONE_BELOW} | ${NONE_ABOVE},${NONE_BELOW}`,
    `7 0 0 -1 -1 | 1010,5,${NONE_BELOW} | ${NONE_ABOVE},${NONE_BELOW}`,
  );
  expect(result).toEqual({ rows: 9, booksEqual: 9, executions: 2, firstInQueue: 2 });
});

test('takes a level from the file only when it comes into view', () => {
  const entering = replay('1 1 1 1000 1 | 1010,5,1000,10', '3 9 10 1000 1 | 1010,5,998,44');
  expect(entering).toMatchObject({ rows: 2, booksEqual: 2 });
  const wrong = replay('1 1 1 1000 1 | 1010,5,1000,10', '2 9 4 1000 1 | 1010,5,1000,7');
  expect(wrong).toMatchObject({ rows: 2, booksEqual: 1 });
});

test('treats an order that entered out of view as anonymous shares', () => {
  const result = replay(
    '1 1 1 1000 1 | 1010,5,1000,10',
    '1 2 10 1001 1 | 1010,5,1001,10',
    '3 2 10 1001 1 | 1010,5,1000,10',
    '1 3 5 1000 1 | 1010,5,1000,15',
    // Order 4 entered out of view, so it is a part of the anonymous shares.
    '3 4 10 1000 1 | 1010,5,1000,5',
    '4 3 5 1000 1 | 1010,5,997,1',
  );
  expect(result).toEqual({ rows: 6, booksEqual: 6, executions: 1, firstInQueue: 1 });
});

test('counts an execution of an order that is not the first in the queue, and corrects the book', () => {
  const result = replay(
    `1 1 1 1000 1 | 1010,5,1000,1 | ${NONE_ABOVE},${NONE_BELOW}`,
    `1 2 10 1001 1 | 1010,5,1001,10 | ${NONE_ABOVE},1000,1`,
    `1 3 10 1001 1 | 1010,5,1001,20 | ${NONE_ABOVE},1000,1`,
    `4 3 4 1001 1 | 1010,5,1001,16 | ${NONE_ABOVE},1000,1`,
    `4 2 10 1001 1 | 1010,5,1001,6 | ${NONE_ABOVE},1000,1`,
    `4 3 6 1001 1 | 1010,5,1000,1 | ${NONE_ABOVE},${NONE_BELOW}`,
    `4 8 1 1000 1 | 1010,5,${NONE_BELOW} | ${NONE_ABOVE},${NONE_BELOW}`,
  );
  expect(result).toEqual({ rows: 7, booksEqual: 7, executions: 4, firstInQueue: 3 });
});

test('corrects a book that differs on both sides within one row', () => {
  const result = replay(
    `1 1 1 1000 1 | 1010,5,1000,1 | ${NONE_ABOVE},${NONE_BELOW}`,
    `5 0 1 1000 1 | 1050,2,1040,3 | 1060,4,1030,1`,
    `5 0 1 1000 1 | 1050,2,1040,3 | 1060,4,1030,1`,
  );
  expect(result).toMatchObject({ rows: 3, booksEqual: 2 });
});

const BOOK = '1010,5,1000,10\n';
const MESSAGE = '34200.5,1,1,1,1000,1\n';

test.each([
  ['', BOOK, 'the file is empty'],
  [MESSAGE, '', 'the file is empty'],
  [MESSAGE.repeat(2), BOOK, 'the book has 1 lines, the messages have more'],
  [MESSAGE, BOOK.repeat(2), 'the messages have 1 lines, the book has more'],
  [BOOK, MESSAGE, /^line 1: has 4 fields, a message has 6$/],
  [`${MESSAGE}34200.5,9,1,1,1000,1\n`, BOOK.repeat(2), /^line 2: type is '9'/],
  [MESSAGE.replace(',1000,', ',0,'), BOOK, /^line 1: price is '0'/],
  [MESSAGE.replace(',1\n', ',0\n'), BOOK, /^line 1: direction is '0'/],
  [MESSAGE, '1010,5,1000\n', /^line 1: has 3 fields/],
  [
    MESSAGE,
    '1010,5,1000,10,1010,5,999,1\n',
    /^line 1: price 1010 is not worse than 1010, the price of the level before$/,
  ],
  [MESSAGE, '1010,x,1000,10\n', /^line 1: size is 'x'/],
])('refuses messages %j with the book %j and names the line', (messages, books, message) => {
  const options = { createBook: createNaiveBook };
  expect(() => replayLobster(Buffer.from(messages), Buffer.from(books), options)).toThrow(message);
});
