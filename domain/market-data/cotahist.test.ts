import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CotahistError, createCotahistReader } from './cotahist.ts';
import { sharePrice } from './candles.ts';
import { candleOfDay, isCashQuote, type DailyQuote } from './daily-quote.ts';

const HEADER = '00COTAHIST.2021BOVESPA 20210625'.padEnd(245);
const trailer = (lines: number): string =>
  `99COTAHIST.2021BOVESPA 20210625${String(lines).padStart(11, '0')}`.padEnd(245);

/** A line of the layout, built from its fields. */
function line(changes: Record<string, string | number> = {}): string {
  const price = (value: number): string => String(value).padStart(13, '0');
  const f = {
    ...{ date: '20210625', bdi: '02', ticker: 'PETR4', market: '010', name: 'PETROBRAS', spec: 'PN      N2' },
    ...{
      term: '',
      open: 2_900,
      high: 2_950,
      low: 2_880,
      average: 2_910,
      close: 2_945,
      bid: 2_944,
      ask: 2_946,
    },
    ...{ trades: 12, quantity: 34_500, turnover: 100_395_000, factor: 1, isin: 'BRPETRACNPR6' },
    ...changes,
  };
  return [
    `01${f.date}${f.bdi}${f.ticker.padEnd(12)}${f.market}${f.name.padEnd(12)}${f.spec.padEnd(10)}${f.term.padEnd(3)}R$  `,
    ...[f.open, f.high, f.low, f.average, f.close, f.bid, f.ask].map(price),
    `${String(f.trades).padStart(5, '0')}${String(f.quantity).padStart(18, '0')}${String(f.turnover).padStart(18, '0')}`,
    `${price(0)}099991231${String(f.factor).padStart(7, '0')}${price(0)}${f.isin}101`,
  ].join('');
}

function read(lines: readonly string[]): DailyQuote[] {
  const reader = createCotahistReader();
  const quotes = lines.flatMap((text) => reader.line(text) ?? []);
  reader.end();
  return quotes;
}
const file = (...lines: readonly string[]): string[] => [HEADER, ...lines, trailer(lines.length + 2)];
const refusal = (lines: readonly string[]): string => {
  try {
    read(lines);
  } catch (error) {
    if (error instanceof CotahistError) return error.message;
    throw error;
  }
  return 'taken';
};

describe('a complete file', () => {
  test('returns its quotes', () => {
    const [quote] = read(file(line()));
    expect(quote).toEqual({
      ...{ tradeDate: '2021-06-25', bdiCode: '02', ticker: 'PETR4', marketType: '010', name: 'PETROBRAS' },
      ...{ specification: 'PN      N2', termDays: '', currency: 'R$', isin: 'BRPETRACNPR6' },
      ...{
        open: 2_900,
        high: 2_950,
        low: 2_880,
        average: 2_910,
        close: 2_945,
        bestBid: 2_944,
        bestAsk: 2_946,
      },
      ...{
        tradeCount: 12,
        quantity: 34_500,
        turnoverCentavos: 100_395_000,
        strike: 0,
        correctionIndicator: '0',
      },
      ...{
        expiresOn: null,
        quoteFactor: 1,
        strikePointsMillionths: 0,
        distributionNumber: '101',
        contract: 0,
      },
    });
  });

  test('may contain no quotes', () => {
    expect(read(file())).toEqual([]);
  });

  test('may be of 1986, with spaces in codes, short codes for ISINs, and contracts of one code on one day', () => {
    const old = { ticker: 'VGO 2', market: '030', term: '060', isin: 'VGORACPP    ', factor: 1_000 };
    const quotes = read(
      file(line(old), line({ ...old, close: 2_900 }), line({ ...old, isin: ' '.repeat(12) })),
    );
    expect(quotes.map(({ ticker, isin, contract }) => [ticker, isin, contract])).toEqual([
      ['VGO 2', 'VGORACPP', 2],
      ['VGO 2', 'VGORACPP', 3],
      ['VGO 2', '', 4],
    ]);
  });

  test('may have letters with accents in ISO-8859-1', () => {
    expect(read(file(line({ name: 'AM-A\xc7UCAR' })))[0]?.name).toBe('AM-AÇUCAR');
  });

  test('may contain one line for each term of a forward', () => {
    expect(
      read(file(line({ market: '030', term: '030' }), line({ market: '030', term: '060' }))),
    ).toHaveLength(2);
  });
});

describe('refuses a file, naming the line,', () => {
  test.each<[string, string[], string]>([
    ['empty', [], 'line 1: the file is empty'],
    ['without header', [line()], 'line 1: this is not the header'],
    ['cut off', [HEADER, line()], 'line 2: the file ends without its trailer'],
    ['cut off in a line', [HEADER, line().slice(0, 100)], 'line 2: it has 100 characters instead of 245'],
    [
      'with a wrong count',
      [HEADER, line(), trailer(9)],
      'line 3: the trailer counts 9 lines, but there are 3',
    ],
    ['with a line after the trailer', [...file(line()), line()], 'line 4: something follows the trailer'],
    [
      "with another file's trailer",
      [HEADER, trailer(2).replace('20210625', '20210626')],
      'line 2: the trailer belongs',
    ],
    ['with an unknown record', file(line().replace(/^01/, '02')), 'line 2: the record type "02"'],
    ['with an invalid day', file(line({ date: '20210230' })), 'line 2: the date (columns 3-10) is not a day'],
    [
      'with letters in a number',
      file(line({ open: '29OO' })),
      'line 2: the opening price (columns 57-69) is not a number',
    ],
    ['with an unknown factor', file(line({ factor: 7 })), 'line 2: FATCOT (columns 211-217) is 7'],
    ['with a last price above the highest', file(line({ close: 2_951 })), 'line 2: the prices contradict'],
    [
      'with too large a volume',
      file(line({ turnover: '9'.repeat(18) })),
      'line 2: the volume (columns 171-188) is too large',
    ],
    ['in UTF-8', file(line({ name: 'AM-A\xc3\x87UCAR'.padEnd(13) })), 'line 2: the file is in UTF-8'],
    ['in UTF-8 cut to the columns', file(line({ name: 'AM-A\xc3\x87UCAR' })), 'line 2: the file is in UTF-8'],
    ['with a byte order mark', [`\xef\xbb\xbf${HEADER}`], 'line 1: the file is in UTF-8'],
    ['in UTF-16', ['\xff\xfe0\x000\x00'], 'line 1: the file is in UTF-16'],
    ['with a control character', file(line({ name: 'PETRO\0BRAS' })), 'line 2: column 33 has a control'],
    ['with a repeated quote', file(line(), line()), 'line 3: PETR4 of 2021-06-25 repeats line 2'],
  ])('%s', (_what, lines, message) => {
    expect(refusal(lines)).toContain(message);
  });

  test('when its bytes are damaged, or reads the damaged values', () => {
    const good = file(
      line(),
      line({ ticker: 'VALE3' }),
      line({ ticker: 'PETR4F', market: '020', bdi: '96' }),
    );
    const text = good.join('\n');
    const damage = fc.tuple(
      fc.nat(text.length - 1),
      fc.constantFrom('', '0', '9', 'A', ' ', '-', '\n', '\u00e7'),
    );
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        let damaged = text;
        for (const [at, by] of damages) damaged = damaged.slice(0, at) + by + damaged.slice(at + 1);
        const lines = damaged.split('\n');
        const result = refusal(lines);
        if (result !== 'taken') {
          expect(result).toMatch(/^line \d+: /);
          return;
        }
        const quotes = read(lines);
        expect(quotes).toHaveLength(3);
        for (const quote of quotes) expect(Object.values(quote).every((one) => one !== undefined)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('when it is cut off at any byte', () => {
    const text = file(line(), line({ ticker: 'VALE3' })).join('\n');
    fc.assert(
      fc.property(fc.nat(text.length - 1), (length) => {
        expect(refusal(text.slice(0, length).split('\n'))).toMatch(/^line \d+: /);
      }),
    );
  });
});

describe("the day's candle", () => {
  const quoteOf = (changes: Record<string, string | number>): DailyQuote =>
    read(file(line(changes)))[0] as DailyQuote;

  test('uses quotes of the cash market and its fractional twin only', () => {
    const markets = ['010', '020', '012', '017', '030', '070', '080'];
    const cash = markets.filter((market) => isCashQuote(quoteOf({ market })));
    expect(cash).toEqual(['010', '020']);
  });

  test.each([
    [1_000, 2_210, '0.0221'],
    [1_000, 2_200, '0.022'],
    [10_000, 7, '0.000007'],
    [1_000, 22_000_000, '220.00'],
    [1, 2_210, '22.10'],
  ])('keeps the digits of a price per %d shares', (factor, price, text) => {
    const candle = candleOfDay(quoteOf({ open: price, high: price, low: price, close: price, factor }));
    expect(candle).toMatchObject({ open: price, close: price, volume: 34_500, tradeCount: 12 });
    expect(sharePrice(candle.close, candle)).toBe(text);
  });
});
