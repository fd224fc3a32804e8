import { describe, expect, test } from 'vitest';
import { createNaiveBook } from '#engine/core/naive/naive-book.ts';
import { predictExecutions, type PredictionResult } from './predict-executions.ts';

const HEADER =
  'symbol,gen_id,time,side,order_id,exec_type,status,price_cents,total_qty,traded_qty,aggressor,broker';

const predictText = (text: string): PredictionResult =>
  predictExecutions(Buffer.from(text), { createBook: createNaiveBook, until: '16:55:00' });

/** CSV lines of events, each `SIDE ORDER KIND PRICE TOTAL TRADED AGGRESSOR`, in the exchange's order. */
const textOf = (events: readonly string[], symbol = 'ABCD3F'): string =>
  events
    .map((event, index) => {
      const [side, order, kind, price, total, traded, role] = event.split(' ');
      return `${symbol},${100 + index},11:00:${10 + index}.5,${side},${order},${kind},-,${price},${total},${traded},${role},1`;
    })
    .join('\n');

const predict = (...events: string[]): PredictionResult => predictText(`${HEADER}\n${textOf(events)}\n`);

const all = (fills: number, groups: number): PredictionResult => ({
  fills,
  matched: fills,
  groups,
  groupsMatched: groups,
  firstMismatch: null,
});

describe('prediction of executions', () => {
  test('best price first, then time of entry, independent of the order id', () => {
    const result = predict(
      'Sell 9 New 1001 10 0 0',
      'Sell 8 New 1000 10 0 0',
      'Sell 1 New 1000 10 0 0',
      'Buy 20 New 1001 25 0 0',
      'Buy 20 Trade 1001 25 10 1',
      'Sell 8 Trade 1000 10 10 2',
      'Buy 20 Trade 1001 25 20 1',
      'Sell 1 Trade 1000 10 10 2',
      'Sell 9 Trade 1001 10 5 2',
      'Buy 20 Trade 1001 25 25 1',
    );
    expect(result).toEqual(all(3, 1));
  });

  test('a market order trades at the best price only and rests there', () => {
    const result = predict(
      'Sell 1 New 1000 10 0 0',
      'Sell 2 New 1002 10 0 0',
      'Buy 3 New 0 15 0 0',
      'Buy 3 Trade 0 15 10 1',
      'Sell 1 Trade 1000 10 10 2',
      'Sell 4 New 1000 9 0 0',
      'Buy 3 Trade 0 15 15 2',
      'Sell 4 Trade 1000 9 5 1',
    );
    expect(result).toEqual(all(2, 2));
  });

  test('fewer shares keep time priority, another price or more shares lose it', () => {
    const setUp = ['Buy 1 New 1000 10 0 0', 'Buy 2 New 1000 10 0 0'];
    const sell = (first: string, second: string) => [
      'Sell 5 New 1000 11 0 0',
      'Sell 5 Trade 1000 11 5 1',
      `Buy ${first} 2`,
      'Sell 5 Trade 1000 11 11 1',
      `Buy ${second} 2`,
    ];
    const fewer = sell('1 Trade 1000 5 5', '2 Trade 1000 10 6');
    expect(predict(...setUp, 'Buy 1 Update 1000 5 0 0', ...fewer)).toEqual(all(2, 1));
    const more = [
      'Sell 5 New 1000 11 0 0',
      'Sell 5 Trade 1000 11 10 1',
      'Buy 2 Trade 1000 10 10 2',
      'Sell 5 Trade 1000 11 11 1',
      'Buy 1 Trade 1000 15 1 2',
    ];
    expect(predict(...setUp, 'Buy 1 Update 1000 15 0 0', ...more)).toEqual(all(2, 1));
    const moved = ['Buy 1 Update 999 10 0 0', 'Buy 1 Update 1000 15 0 0'];
    expect(predict(...setUp, ...moved, ...more)).toEqual(all(2, 1));
  });

  test('a change to a crossing price trades', () => {
    const result = predict(
      'Buy 1 New 1000 10 0 0',
      'Sell 2 New 1005 10 0 0',
      'Buy 1 Update 1005 10 0 0',
      'Buy 1 Trade 1005 10 10 1',
      'Sell 2 Trade 1005 10 10 2',
    );
    expect(result).toEqual(all(1, 1));
  });
});

describe('incomplete information in the file', () => {
  test('finds orders from before the file by their first trade or their end', () => {
    const result = predict(
      'Sell 7 New 1000 13 0 0',
      'Buy 3 Trade 1000 20 20 2',
      'Sell 7 Trade 1000 13 5 1',
      'Buy 4 Trade 1000 30 8 2',
      'Sell 7 Trade 1000 13 13 1',
      'Buy 4 Cancel 1000 30 8 0',
      'Buy 2 Cancel 999 10 0 0',
    );
    expect(result).toEqual(all(2, 1));
  });

  test('treats a change of an unknown order as its entry', () => {
    const result = predict(
      'Sell 7 Update 1000 13 3 0',
      'Buy 8 New 1000 10 0 0',
      'Buy 8 Trade 1000 10 10 1',
      'Sell 7 Trade 1000 13 13 2',
    );
    expect(result).toEqual(all(1, 1));
  });

  test('leaves out a direct cross', () => {
    const result = predict(
      'Buy 1 New 1000 10 0 0',
      'Sell 2 New 1004 10 0 0',
      'Buy 3 New 1002 10 0 0',
      'Sell 4 New 1000 10 0 0',
      'Buy 3 Trade 1002 10 10 0',
      'Sell 4 Trade 1002 10 10 0',
      'Sell 5 New 1000 10 0 0',
      'Buy 1 Trade 1000 10 10 2',
      'Sell 5 Trade 1000 10 10 1',
    );
    expect(result).toEqual(all(1, 1));
  });

  test('treats a market order without a trade as an order for the closing call', () => {
    const result = predict('Sell 2 New 1004 10 0 0', 'Buy 3 New 0 10 0 0', 'Buy 3 Cancel 0 10 0 0');
    expect(result).toEqual(all(0, 0));
  });

  test('leaves out the closing call', () => {
    const late = 'ABCD3F,900,16:55:00.000001,Buy,3,New,New,1004,10,0,0,1\n';
    expect(predictText(`${HEADER}\n${textOf(['Sell 2 New 1004 10 0 0'])}\n${late}`)).toEqual(all(0, 0));
  });
});

describe('mismatches', () => {
  const differing = [
    'Sell 1 New 1000 10 0 0',
    'Sell 2 New 1000 10 0 0',
    'Buy 3 New 1000 10 0 0',
    'Buy 3 Trade 1000 10 10 1',
    'Sell 2 Trade 1000 10 10 2',
    'Buy 4 New 1000 10 0 0',
    'Buy 4 Trade 1000 10 10 1',
    'Sell 1 Trade 1000 10 10 2',
  ];

  test('reports the first mismatch and continues from the state in the file', () => {
    const fill = { taker: '3', priceCents: 1000, quantity: 10 };
    expect(predict(...differing)).toEqual({
      fills: 2,
      matched: 1,
      groups: 2,
      groupsMatched: 1,
      firstMismatch: {
        line: 4,
        symbol: 'ABCD3F',
        genId: 102,
        time: '11:00:12.5',
        command: 'NEW BUY 3 10 at 1000',
        expected: [{ ...fill, maker: '2' }],
        got: [{ ...fill, maker: '1' }],
      },
    });
  });

  test('counts a trade of only the engine or only the exchange as a mismatch', () => {
    const onlyHere = predict('Sell 1 New 1000 10 0 0', 'Buy 3 New 1000 10 0 0');
    expect(onlyHere).toMatchObject({ fills: 0, matched: 0, groups: 1, groupsMatched: 0 });
    const onlyThere = predict(
      'Sell 1 New 1001 10 0 0',
      'Buy 3 New 1000 10 0 0',
      'Buy 3 Trade 1000 10 10 1',
      'Sell 1 Trade 1001 10 10 2',
    );
    expect(onlyThere).toMatchObject({ fills: 1, matched: 0, groups: 1, groupsMatched: 0 });
  });

  test('gives each symbol its own book and reports the mismatch with the first line', () => {
    const good = textOf(['Sell 1 New 1000 10 0 0', 'Buy 2 New 999 10 0 0'], 'WXYZ4');
    const text = `${HEADER}\n${good}\n${textOf(differing)}\n${textOf(differing, 'EFGH11')}`;
    const result = predictText(text);
    expect(result).toMatchObject({ fills: 4, matched: 2, groups: 4, groupsMatched: 2 });
    expect(result.firstMismatch).toMatchObject({ symbol: 'ABCD3F', line: 6 });
  });

  test('sorts events by their sequence, not by line', () => {
    const lines = textOf(differing).split('\n');
    const { firstMismatch, ...counts } = predictText([HEADER, ...lines.reverse()].join('\n'));
    expect(counts).toEqual({ fills: 2, matched: 1, groups: 2, groupsMatched: 1 });
    expect(firstMismatch?.genId).toBe(102);
  });
});

test.each([
  ['', 'the file is empty'],
  ['symbol,gen_id\n', /^line 1: the header does not name time, side/],
  [`${HEADER}\n`, 'the file has no events'],
  [`${HEADER}\nA,1,11:00:00,Buy,1,New\n`, 'line 2: has 6 fields, the header 12'],
  [
    `${HEADER}\nA,1,11:00:00,Buy,1,New,New,1.5,1,0,0,1\n`,
    /^line 2: price_cents is '1.5', not a whole number/,
  ],
  [`${HEADER}\nA,1,11:00:00,Both,1,New,New,1,1,0,0,1\n`, "line 2: side is 'Both', not one of buy, sell"],
  [`${HEADER}\nA,1,11:00,Buy,1,New,New,1,1,0,0,1\n`, "line 2: time is '11:00'"],
  [`${HEADER}\nA,1,11:00:00,Buy,1,New,New,1,1,2,0,1\n`, /^line 2: traded_qty is '2', not .* from 0 to 1$/],
  [`${HEADER}\nA,1,11:00:00,Buy,1,Born,New,1,1,0,0,1\n`, /^line 2: exec_type is 'Born'/],
  [`${HEADER}\n\nA,1,11:00:00,Buy,1,New,New,1,1,0,0,1\n`, 'line 2: is empty'],
])('refuses %j and names the line', (text, message) => {
  expect(() => predictText(text)).toThrow(message);
});

test('reads CRLF line ends and a byte order mark', () => {
  const text = `\ufeff${HEADER}\n${textOf(['Sell 1 New 1000 10 0 0', 'Buy 3 New 1000 10 0 0'])}\n`;
  expect(predictText(text.replaceAll('\n', '\r\n'))).toMatchObject({ groups: 1, groupsMatched: 0 });
});
