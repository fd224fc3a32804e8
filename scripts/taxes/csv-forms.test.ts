import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { BadLine } from './bad-line.ts';
import { reportOfFile } from './test/report-of.ts';

interface Row {
  readonly daysLater: number;
  readonly ticker: string;
  readonly quantity: number;
  readonly priceCentavos: number;
}

const calendar = createTradingCalendar();

const rows = fc.array(
  fc.record<Row>({
    daysLater: fc.constantFrom(0, 0, 1, 3),
    ticker: fc.constantFrom('PETR4', 'PETR4F', 'BOVA11', 'MXRF11', 'SANB11F'),
    quantity: fc.integer({ min: 1, max: 10_000 }),
    priceCentavos: fc.integer({ min: 1, max: 1_000_000_000 }),
  }),
  { minLength: 1, maxLength: 12 },
);

/** Fields of the lines: purchases, and a sale of every other one. */
function fieldsOf(list: readonly Row[], decimal: (centavos: number) => string): string[][] {
  let day = '2024-01-08';
  return list.map(({ daysLater, ticker, quantity, priceCentavos }, index) => {
    day = calendar.addTradingDays(day, daysLater);
    const before = list[index - 1];
    const isSale = index % 2 === 1 && before !== undefined;
    return [
      day,
      isSale ? before.ticker : ticker,
      isSale ? 'SELL' : 'BUY',
      String(isSale ? before.quantity : quantity),
      decimal(priceCentavos),
    ];
  });
}

const HEADER = ['date', 'ticker', 'side', 'quantity', 'price'];
const plain = (centavos: number): string => (centavos / 100).toFixed(2);
const brazilian = (centavos: number): string =>
  (centavos / 100).toLocaleString('pt-BR', { minimumFractionDigits: 2 });

const form = fc.record({
  separator: fc.constantFrom(',', ';'),
  isBrazilian: fc.boolean(),
  hasQuotes: fc.boolean(),
  hasByteOrderMark: fc.boolean(),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  blankLines: fc.array(fc.constantFrom('', '  ', '\t'), { maxLength: 3 }),
  padding: fc.constantFrom('', ' '),
  hasLastLineEnd: fc.boolean(),
  chunkSize: fc.integer({ min: 1, max: 200 }),
});

test('the same rows in any form of CSV give the same report', async () => {
  await fc.assert(
    fc.asyncProperty(rows, form, async (list, chosen) => {
      const { separator, isBrazilian, lineEnd, padding } = chosen;
      const needsQuotes = chosen.hasQuotes || (isBrazilian && separator === ',');
      const field = (text: string): string => (needsQuotes ? `"${text}"` : `${padding}${text}${padding}`);
      const fields = fieldsOf(list, isBrazilian ? brazilian : plain);
      const lines = [HEADER, ...fields].map((line) => line.map(field).join(separator));
      lines.splice(2, 0, ...chosen.blankLines);
      const mark = chosen.hasByteOrderMark ? '\ufeff' : '';
      const text = mark + lines.join(lineEnd) + (chosen.hasLastLineEnd ? lineEnd : '');
      const simple = [HEADER, ...fieldsOf(list, plain)].map((line) => line.join(',')).join('\n');
      expect(await reportOfFile(text, { chunkSize: chosen.chunkSize })).toEqual(await reportOfFile(simple));
    }),
    { numRuns: 60 },
  );
});

const SPOILED: readonly (readonly [column: number, text: string])[] = [
  [0, '2024-02-30'],
  [0, '08/01/2024'],
  [0, '2023-12-29'],
  [1, 'petr4'],
  [1, ''],
  [1, 'KDIF11'],
  [2, 'buy'],
  [3, '0'],
  [3, '1.5'],
  [3, '-1'],
  [4, ''],
  [4, '0'],
  [4, '1e3'],
  [4, '-1.00'],
  [4, '"1'],
];

test('one spoiled field refuses the whole file and names its line', async () => {
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.nat(),
      fc.constantFrom(...SPOILED),
      fc.integer({ min: 1, max: 100 }),
      async (list, choice, [column, text], chunkSize) => {
        // Purchases alone: a sale may miss the shares of a spoiled line before it.
        const fields = fieldsOf(list, plain).map((line) => line.with(2, 'BUY'));
        const index = choice % fields.length;
        const isFirstDay = column === 0 && text < '2024' && index === 0;
        fc.pre(!isFirstDay);
        const spoiled = fields.map((line, at) => (at === index ? line.with(column, text) : line));
        const file = [HEADER, ...spoiled].map((line) => line.join(',')).join('\n');
        const outcome = await reportOfFile(file, { chunkSize }).catch((error: unknown) => error);
        expect(outcome).toBeInstanceOf(BadLine);
        expect(String(outcome)).toContain(`line ${index + 2}: `);
      },
    ),
    { numRuns: 100 },
  );
});
