import { expect, test } from 'vitest';
import { notePdf } from './note-pdf.ts';
import { LINES_PER_SHEET } from './note-lines.ts';
import { pageCountOf, textsOf } from './test/pdf-text.ts';
import { documentOf, tradeOf } from './test/sample-notes.ts';

/** The amounts that stand beside a label, by the order of drawing. */
const besides = (texts: readonly string[], label: string): string[] => {
  const index = texts.indexOf(label);
  return index < 0 ? [] : texts.slice(index + 1, index + 3);
};

test('[N1] the sheet shows header, lines and sums of a published note', async () => {
  const trades = [300, 100, 100].map((quantity) => tradeOf('WEGE3', 'BUY', quantity, 1906));
  const pdf = await notePdf(documentOf('2017-06-01', trades, { brokerageCentavos: 750, otherCentavos: 290 }));
  expect(pageCountOf(pdf)).toBe(1);
  const [texts = []] = textsOf(pdf);
  expect(texts.slice(0, 7)).toEqual([
    'NOTA DE NEGOCIAÇÃO',
    'Nr. nota',
    '42',
    'Folha',
    '1/1',
    'Data pregão',
    '01/06/2017',
  ]);
  expect(texts).toContain('João Conceição Müller Ñandú');
  const first = texts.indexOf('1-BOVESPA');
  expect(texts.slice(first, first + 8)).toEqual([
    '1-BOVESPA',
    'C',
    'VISTA',
    'WEG ON  WEGE3',
    '300',
    '19,06',
    '5.718,00',
    'D',
  ]);
  expect(texts.filter((text) => text === '1-BOVESPA')).toHaveLength(3);
  expect({
    purchases: besides(texts, 'Compras à vista'),
    volume: besides(texts, 'Valor das operações')[0],
    clearing: besides(texts, 'Total CBLC'),
    settlement: besides(texts, 'Taxa de liquidação'),
    trading: besides(texts, 'Emolumentos'),
    brokerage: besides(texts, 'Taxa operacional'),
    taxes: besides(texts, 'Impostos'),
    other: besides(texts, 'Outros'),
    net: besides(texts, 'Líquido para 06/06/2017'),
  }).toEqual({
    purchases: ['9.530,00', 'Opções - compras'],
    volume: '9.530,00',
    clearing: ['9.532,62', 'D'],
    settlement: ['2,62', 'D'],
    trading: ['0,47', 'D'],
    brokerage: ['7,50', 'D'],
    taxes: ['0,72', 'D'],
    other: ['2,90', 'D'],
    net: ['9.544,21', 'D'],
  });
});

test('[N3] a fractional note shows the tax that it does not deduct', async () => {
  const trades = [
    tradeOf('BIDI3F', 'BUY', 99, 1656),
    tradeOf('BIDI3F', 'BUY', 42, 1656),
    tradeOf('ITSA4F', 'BUY', 29, 883),
    tradeOf('ITSA4F', 'BUY', 63, 883),
    tradeOf('BIDI11F', 'SELL', 45, 5194),
    tradeOf('ITSA3F', 'SELL', 67, 1012),
    tradeOf('ITSA3F', 'SELL', 12, 1012),
  ];
  const [texts = []] = textsOf(await notePdf(documentOf('2020-09-29', trades)));
  expect(texts).toContain('FRACIONARIO');
  expect(texts).toContain('ITAÚSA ON  ITSA3F');
  expect(besides(texts, 'I.R.R.F. s/ operações, base R$ 3.136,78')[0]).toBe('0,15');
  expect(texts.some((text) => text.startsWith('I.R.R.F. de R$ 0,15 não descontado'))).toBe(true);
  expect(besides(texts, 'Líquido para 01/10/2020')).toEqual(['12,45', 'D']);
});

test('a day trade is marked, with the part that belongs to it, and its tax is projected', async () => {
  const trades = [tradeOf('PETR4', 'BUY', 100, 2000), tradeOf('PETR4', 'SELL', 40, 2100)];
  const [texts = []] = textsOf(await notePdf(documentOf('2024-07-12', trades)));
  expect(texts).toContain('D 40');
  expect(texts.some((text) => /^IRRF Day Trade: Base R\$ \d+,\d\d, Projeção R\$ 0,3\d$/.test(text))).toBe(
    true,
  );
});

test('a long note has several sheets, each with its header, and the sums on the last alone', async () => {
  const trades = Array.from({ length: 2 * LINES_PER_SHEET + 1 }, (_, index) =>
    tradeOf('PETR4', index % 3 === 0 ? 'SELL' : 'BUY', 100, 2800 + index),
  );
  const pdf = await notePdf(documentOf('2024-07-12', trades));
  expect(pageCountOf(pdf)).toBe(3);
  const sheets = textsOf(pdf);
  expect(sheets.map((texts) => texts[4])).toEqual(['1/3', '2/3', '3/3']);
  expect(sheets.map((texts) => texts.filter((text) => text === '1-BOVESPA').length)).toEqual([
    LINES_PER_SHEET,
    LINES_PER_SHEET,
    1,
  ]);
  expect(sheets.map((texts) => texts.includes('CONTINUA...'))).toEqual([true, true, false]);
  expect(sheets.map((texts) => texts.some((text) => text.startsWith('Líquido para')))).toEqual([
    false,
    false,
    true,
  ]);
});

test('the same note gives the same bytes', async () => {
  const document = documentOf('2024-07-12', [tradeOf('PETR4', 'BUY', 100, 2800)]);
  expect(await notePdf(document)).toEqual(await notePdf(document));
});

test('letters outside the standard fonts lose their marks or become question marks', async () => {
  const document = documentOf('2024-07-12', [tradeOf('PETR4', 'BUY', 100, 2800)]);
  const client = { ...document.client, name: 'Ştefan Łukasz 王 Zé' };
  const [texts = []] = textsOf(await notePdf({ ...document, client }));
  expect(texts).toContain('Stefan ?ukasz ? Zé');
});
