import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BadLine } from './bad-line.ts';
import { reportOf, reportOfFile, textbook } from './test/report-of.ts';

const HEADER = 'date,ticker,side,quantity,price';
const GOOD = '2024-07-12,BBAS3,BUY,300,26.61';

describe('a refused file', () => {
  test.each([
    ['an empty file', '', /^line 1: the file is empty/],
    [
      'no header',
      GOOD,
      /^line 1: the header is '2024-07-12,BBAS3,BUY,300,26.61', not date,ticker,side,quantity,price/,
    ],
    ['a header in another language', 'data,ativo,lado,quantidade,preco', /^line 1: the header/],
    ['a header in another order', 'ticker,date,side,quantity,price', /^line 1: the header/],
    ['an unknown column', `${HEADER},fee`, /^line 1: the header/],
    ['a column twice', `${HEADER},kind,kind`, /^line 1: the header/],
    ['a missing field', `${HEADER}\n2024-07-12,BBAS3,BUY,300`, /^line 2: it has 4 fields, the header 5/],
    [
      'a decimal comma without quotes',
      `${HEADER}\n2024-07-12,BBAS3,BUY,300,26,61`,
      /^line 2: it has 6 fields.*decimal comma/,
    ],
    ['an open quote', `${HEADER}\n2024-07-12,BBAS3,BUY,300,"26,61`, /^line 2: a quote is not closed/],
    ['text after a quote', `${HEADER}\n2024-07-12,BBAS3,BUY,300,"26,61"0`, /^line 2: a , must follow/],
    ['a wrong day', `${HEADER}\n2024-02-30,BBAS3,BUY,300,26.61`, /^line 2: date is '2024-02-30'/],
    [
      'a Brazilian day',
      `${HEADER}\n12/07/2024,BBAS3,BUY,300,26.61`,
      /^line 2: date is '12\/07\/2024', not a day such as/,
    ],
    ['a wrong ticker', `${HEADER}\n2024-07-12,bbas3,BUY,300,26.61`, /^line 2: ticker is 'bbas3'/],
    [
      'an unknown side',
      `${HEADER}\n2024-07-12,BBAS3,HOLD,300,26.61`,
      /^line 2: side is 'HOLD', not BUY, SELL, SPLIT/,
    ],
    ['an unknown kind', `${HEADER},kind\n${GOOD},STOCK`, /^line 2: kind is 'STOCK', not COMMON_STOCK/],
    ['no quantity', `${HEADER}\n2024-07-12,BBAS3,BUY,0,26.61`, /^line 2: quantity is '0'/],
    ['a negative quantity', `${HEADER}\n2024-07-12,BBAS3,BUY,-1,26.61`, /^line 2: quantity is '-1'/],
    [
      'an ambiguous quantity',
      `${HEADER}\n2024-07-12,BBAS3,BUY,1.000,26.61`,
      /^line 2: quantity is '1.000', not a whole number/,
    ],
    ['no price', `${HEADER}\n2024-07-12,BBAS3,BUY,1,0`, /^line 2: price is '0'/],
    [
      'a negative price',
      `${HEADER}\n2024-07-12,BBAS3,BUY,1,-5.00`,
      /^line 2: price is '-5.00', not a decimal/,
    ],
    [
      'English thousands',
      `${HEADER}\n2024-07-12,BBAS3,BUY,1,"1,234.56"`,
      /^line 2: price is '1,234.56', not a decimal/,
    ],
    ['a huge amount', `${HEADER}\n2024-07-12,BBAS3,BUY,1000000000000,9999999999999`, /^line 2: price is/],
    ['a wrong auction', `${HEADER},auction\n${GOOD},yes`, /^line 2: auction is 'yes', not true or empty/],
    ['a brokerage of half a centavo', `${HEADER},brokerage\n${GOOD},0.005`, /^line 2: brokerage is '0.005'/],
    ['a factor of a trade', `${HEADER},factor\n${GOOD},2`, /^line 2: a BUY has no factor/],
    [
      'days out of order',
      `${HEADER}\n${GOOD}\n2024-07-11,BBAS3,BUY,1,26.61`,
      /^line 3: 2024-07-11 stands after 2024-07-12/,
    ],
    [
      'a day without costs',
      `${HEADER}\n2012-07-12,BBAS3,BUY,1,26.61`,
      /^line 2: the costs of 2012-07-12 are not known: the first day known is 2013-04-01/,
    ],
    [
      'an old day',
      `${HEADER}\n1999-07-12,BBAS3,BUY,1,26.61`,
      /^line 2: the costs of 1999-07-12 are not known: the first day known is 2013-04-01/,
    ],
    [
      'a day outside the calendar',
      `${HEADER}\n2100-07-12,BBAS3,BUY,1,26.61`,
      /^line 2: 2100-07-12 is outside the calendar/,
    ],
    [
      'a ticker without a kind',
      `${HEADER}\n2024-07-12,KDIF11,BUY,1,130.00`,
      /^line 2: the kind of KDIF11 is unknown.* needs a kind/,
    ],
    [
      'a kind against the catalogue',
      `${HEADER},kind\n2024-07-12,BOVA11,BUY,1,130.00,REIT`,
      /^line 2: kind is 'REIT', but the catalogue has BOVA11 as ETF/,
    ],
    [
      'two kinds',
      `${HEADER},kind\n2024-07-12,KDIF11,BUY,1,130.00,ETF\n2024-07-12,KDIF11,BUY,1,130.00,REIT`,
      /^line 3: kind is 'REIT', but line 2 has KDIF11 as ETF/,
    ],
    [
      'a byte that is not UTF-8',
      Buffer.concat([Buffer.from(`${HEADER}\n`), Buffer.from([0xff])]),
      /^line 2: it is not UTF-8 text/,
    ],
    ['an endless line', `${HEADER}\n${'9'.repeat(5_000)}`, /^line 2: it has more than 4096 characters/],
  ])('%s names its line', async (_, text, message) => {
    await expect(reportOfFile(text)).rejects.toThrow(BadLine);
    await expect(reportOfFile(text)).rejects.toThrow(message);
  });

  test.each([
    ['a split of zero', 'SPLIT,,,,,,,0', /^line 3: factor is '0': a factor is above zero/],
    ['a split without a factor', 'SPLIT,,', /^line 3: factor is '', not a decimal/],
    [
      'a split that makes fewer shares',
      'SPLIT,,,,,,,0.5',
      /^line 3: factor is '0.5': the factor of a split is above 1/,
    ],
    [
      'a reverse split that makes more',
      'REVERSE_SPLIT,,,,,,,10',
      /^line 3: .*0.1 for ten shares that become one/,
    ],
    ['a bonus as a percentage', 'BONUS,,,,,,,0.1,5.00', /^line 3: .*1.1 for 10 %/],
    ['a bonus that divides by zero', 'BONUS,,,,,,,1/0', /^line 3: factor is '1\/0'/],
    ['a declared cost that is no decimal', 'BONUS,,,,,,,1.1,free', /^line 3: cost is 'free', not a decimal/],
    ['a capital return of nothing', 'CAPITAL_RETURN,,,,,,,,0', /^line 3: cost is '0'/],
    ['a capital return with a factor', 'CAPITAL_RETURN,,,,,,,2,1', /^line 3: a CAPITAL_RETURN has no factor/],
    ['an action with a quantity', 'SPLIT,100,,,,,,2', /^line 3: a SPLIT has no quantity/],
    ['an action with a cost', 'SPLIT,,,,,,,2,1.00', /^line 3: a SPLIT has no cost/],
    ['an action in an auction', 'SPLIT,,,true,,,,2', /^line 3: a SPLIT is in no auction/],
    ['shares without bound', 'SPLIT,,,,,,,9999999999999', /^line 3: PETR4 would have more than/],
    ['brokerage of a day without trades', 'SPLIT,,,,5.00,,,2', /^line 3: 2024-01-09 has no trades/],
  ])('%s', async (_, row, message) => {
    const rows = ['2024-01-08,PETR4,BUY,100,10.00', `2024-01-09,PETR4,${row}`];
    await expect(reportOf(rows)).rejects.toThrow(message);
  });

  test('an action that comes twice', async () => {
    const split = '2024-01-09,PETR4,SPLIT,,,,,,,2';
    await expect(reportOf([split, split])).rejects.toThrow(
      /^line 3: line 2 has the SPLIT of PETR4 on 2024-01-09/,
    );
  });

  test('a sale of more than is held names its own line', async () => {
    const rows = [
      '2024-01-08,PETR4,BUY,100,10.00',
      '2024-01-09,PETR4F,SELL,60,10.00',
      '2024-01-09,PETR4,SELL,60,10.00',
    ];
    await expect(reportOf(rows)).rejects.toThrow(
      /^line 4: 2024-01-09 sells 120 PETR4, but 100 are held before and 0 bought on that day/,
    );
  });

  test('a textbook day before the known taxes', async () => {
    await expect(textbook(['2004-07-12,PETR4,BUY,1,26.61'])).rejects.toThrow(
      /^line 2: the taxes of 2004-07-12 are not known: the first day known is 2005-01-01/,
    );
  });

  test('amounts that sum beyond R$ 40 trillion', async () => {
    const rows = Array<string>(5).fill('2024-01-08,PETR4,BUY,100000000000,100.00');
    await expect(reportOf(rows)).rejects.toThrow(/^line 6: all amounts together exceed/);
  });
});

describe('an accepted file', () => {
  test.each([
    ['plain decimals', `${HEADER}\n${GOOD}\n`],
    ['decimal commas in quotes', `${HEADER}\n2024-07-12,BBAS3,BUY,300,"26,61"`],
    ['semicolons', `${HEADER.replaceAll(',', ';')}\n2024-07-12;BBAS3;BUY;300;26,61\n`],
    ['all in quotes', `"date","ticker","side","quantity","price"\n"2024-07-12","BBAS3","BUY","300","26,61"`],
    ['CR LF, a byte order mark and an empty line', `\ufeff${HEADER}\r\n${GOOD}\r\n\r\n`],
    ['spaces', `${HEADER}\n 2024-07-12 , BBAS3,BUY, 300 ,26.61 `],
    ['more places', `${HEADER}\n2024-07-12,BBAS3,BUY,300,26.61000000`],
    ['optional columns left out', `${HEADER},auction,kind\n${GOOD}\n`],
  ])('%s', async (_, text) => {
    const { notes } = await reportOfFile(text);
    expect(notes).toMatchObject([{ bought: '7983.00', net: '7985.38' }]);
  });

  test.each([
    ['1.234,56', '1234.56'],
    ['1.234.567', '1234567.00'],
    ['1.234', '1.23'],
    ['0,5', '0.50'],
    ['1234', '1234.00'],
  ])('the decimal %s is %s', async (text, bought) => {
    const { notes } = await textbook([`2024-07-12,BBAS3,BUY,1,"${text}"`]);
    expect(notes).toMatchObject([{ bought }]);
  });

  test('a price of more places is rounded once, with the quantity', async () => {
    const { notes } = await textbook(['2024-07-12,BBAS3,BUY,3,0.335', '2024-07-15,BBAS3,BUY,1000,28.0191']);
    expect(notes).toMatchObject([{ bought: '1.01' }, { bought: '28019.10' }]);
  });

  test('a header alone', async () => {
    expect(await reportOfFile(HEADER)).toEqual({ notes: [], positions: [], results: [], months: [] });
  });

  test.each([
    ['1/3', 300, 100],
    ['0.3333', 300, 100],
    ['0.33333333', 300, 100],
    ['0.04', 1_000, 40],
    ['0.142857', 700, 100],
  ])('a reverse split by %s makes %d shares %d, at the same total cost', async (factor, before, after) => {
    const { positions } = await textbook([
      `2024-01-08,PETR4,BUY,${before},10.00`,
      `2024-01-09,PETR4,REVERSE_SPLIT,,,,,,,${factor}`,
    ]);
    expect(positions).toMatchObject([{ quantity: after, cost: `${before * 10}.00` }]);
  });

  test('an action of an asset that is not held changes nothing', async () => {
    expect(await textbook(['2024-01-09,PETR4,SPLIT,,,,,,,2'])).toMatchObject({ positions: [], months: [] });
  });
});

describe('any file', () => {
  const word = fc.constantFrom(
    ...[
      '2024-07-12',
      '2024-07-11',
      '1999-01-01',
      'PETR4',
      'PETR4F',
      'KDIF11',
      'BUY',
      'SELL',
      'SPLIT',
      'BONUS',
    ],
    ...[
      '100',
      '0',
      '-1',
      '26.61',
      '"26,61"',
      '"',
      'true',
      'ETF',
      '2',
      '1/3',
      '',
      ' ',
      '9'.repeat(30),
      '1e9',
      '\u0000',
    ],
  );
  const line = fc.oneof(
    { weight: 3, arbitrary: fc.array(word, { maxLength: 11 }).map((words) => words.join(',')) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom('BUY', 'SELL'), fc.integer({ min: 1, max: 300 }), word)
        .map(([side, quantity, last]) => `2024-07-12,PETR4,${side},${quantity},26.61,,,,,${last}`),
    },
    { weight: 1, arbitrary: fc.string() },
  );

  test('gives a whole report or a line number, for any sizes of chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 8 }),
        fc.integer({ min: 1, max: 50 }),
        async (lines, chunkSize) => {
          const text = [`${HEADER},auction,brokerage,other,kind,factor,cost`, ...lines].join('\n');
          const outcome = await reportOfFile(text, { chunkSize }).catch((error: unknown) => error);
          if (outcome instanceof Error) {
            expect(outcome).toBeInstanceOf(BadLine);
            const number = Number(/^line (\d+): /.exec(outcome.message)?.[1]);
            expect(number).toBeGreaterThanOrEqual(1);
            expect(number).toBeLessThanOrEqual(text.split('\n').length);
          } else expect(outcome).toHaveProperty('months');
        },
      ),
      { numRuns: 400 },
    );
  });

  test('random bytes are refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await expect(reportOfFile(bytes)).rejects.toThrow(BadLine);
      }),
    );
  });
});
