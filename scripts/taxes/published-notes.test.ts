import { expect, test } from 'vitest';
import { reportOf } from './test/report-of.ts';

/**
 * Facts of published notes; sources: tests of dokawa/lion-weapon (N1, N2), planetsLightningArrester/parser-de-notas-de-corretagem
 * (N3 to N6, N8), thiagosalvatore/correpy (N7), samhk222/sinacor-parser (N9), a Clear parser in Go (N10),
 * rodrigopalhares/big-cat-stock-tamer (N11, N12), a Nu parser (N13) and fin2 clear_brokerage (N14).
 */
const NOTES = [
  {
    id: 'N1',
    rows: [
      '2017-06-01,WEGE3,BUY,300,19.06,,7.50,2.90',
      '2017-06-01,WEGE3,BUY,100,19.06',
      '2017-06-01,WEGE3,BUY,100,19.06',
    ],
    note: {
      settlesOn: '2017-06-06',
      bought: '9530.00',
      settlementFee: '2.62',
      tradingFee: '0.47',
      brokerage: '7.50',
      brokerageTaxes: '0.72',
      other: '2.90',
      withheld: [],
      net: '9544.21',
      side: 'D',
    },
    position: { ticker: 'WEGE3', quantity: 500, cost: '9544.21', averagePrice: '19.08842000' },
  },
  {
    id: 'N2',
    rows: ['2024-07-12,BBAS3,BUY,300,26.61'],
    note: {
      settlesOn: '2024-07-16',
      settlementFee: '1.99',
      tradingFee: '0.39',
      net: '7985.38',
      side: 'D',
    },
    position: { ticker: 'BBAS3', quantity: 300, cost: '7985.38', averagePrice: '26.61793333' },
  },
  {
    id: 'N3',
    rows: [
      '2020-09-28,BIDI11,BUY,45,50.00,,,,UNIT',
      '2020-09-28,ITSA3F,BUY,79,10.00',
      '2020-09-29,BIDI3F,BUY,99,16.56',
      '2020-09-29,BIDI3F,BUY,42,16.56',
      '2020-09-29,BIDI11F,SELL,45,51.94',
      '2020-09-29,ITSA3F,SELL,67,10.12',
      '2020-09-29,ITSA3F,SELL,12,10.12',
      '2020-09-29,ITSA4F,BUY,29,8.83',
      '2020-09-29,ITSA4F,BUY,63,8.83',
    ],
    note: {
      settlesOn: '2020-10-01',
      bought: '3147.32',
      sold: '3136.78',
      settlementFee: '1.72',
      tradingFee: '0.19',
      withheld: [{ kind: 'ORDINARY', base: '3136.78', amount: '0.15', isDeducted: false }],
      net: '12.45',
      side: 'D',
    },
    position: null,
  },
  {
    id: 'N5',
    rows: [
      '2024-05-20,AESB3,BUY,122,11.00',
      '2024-05-21,AESB3F,SELL,1,11.13',
      '2024-05-21,AESB3F,SELL,23,11.13',
      '2024-05-21,AESB3F,SELL,98,11.13',
    ],
    note: {
      settlesOn: '2024-05-23',
      sold: '1357.86',
      settlementFee: '0.33',
      tradingFee: '0.06',
      withheld: [{ kind: 'ORDINARY', base: '1357.86', amount: '0.06', isDeducted: false }],
      net: '1357.47',
      side: 'C',
    },
    position: null,
  },
  {
    id: 'N6',
    rows: [
      '2022-03-28,FLRY3F,BUY,62,16.30,true',
      '2022-03-28,ALZR11,BUY,5,112.77,true,,,REIT',
      '2022-03-28,HGRU11,BUY,5,112.00,,,,REIT',
      '2022-03-28,VISC11,BUY,7,97.36,,,,REIT',
      '2022-03-28,VISC11,BUY,1,97.35',
      '2022-03-28,VISC11,BUY,6,97.34',
      '2022-03-28,VISC11,BUY,1,97.33',
      '2022-03-28,XPML11,BUY,5,91.73,,,,REIT',
    ],
    note: {
      settlesOn: '2022-03-30',
      bought: '4053.34',
      settlementFee: '1.01',
      tradingFee: '0.23',
      net: '4054.58',
      side: 'D',
    },
    position: null,
  },
  {
    id: 'N7',
    rows: [
      '2022-04-29,BBSE3,BUY,54,24.00',
      '2022-04-29,BBAS3,BUY,41,32.00',
      '2022-04-29,ENBR3,BUY,144,20.00',
      '2022-04-29,EGIE3,BUY,27,41.00',
      '2022-04-29,KLBN11,BUY,73,20.00,,,,UNIT',
      '2022-04-29,SULA11,BUY,283,26.00,,,,UNIT',
      '2022-05-02,BBSE3F,SELL,54,24.99',
      '2022-05-02,BRBI11F,BUY,65,15.94,,,,UNIT',
      '2022-05-02,BRBI11,BUY,300,15.85',
      '2022-05-02,BBAS3F,SELL,40,32.91',
      '2022-05-02,BBAS3F,SELL,1,32.91',
      '2022-05-02,ENBR3F,SELL,44,20.90',
      '2022-05-02,ENBR3,SELL,100,20.86',
      '2022-05-02,EGIE3F,SELL,16,41.65',
      '2022-05-02,EGIE3F,SELL,11,41.65',
      '2022-05-02,KLBN11F,SELL,73,20.80',
      '2022-05-02,SULA11F,SELL,83,26.34',
      '2022-05-02,SULA11,SELL,100,26.34',
      '2022-05-02,SULA11,SELL,100,26.34',
      '2022-05-02,BLAU3,BUY,100,24.68',
      '2022-05-02,BLAU3,BUY,100,24.67',
      '2022-05-02,MOVI3,BUY,200,17.29',
      '2022-05-02,MOVI3,BUY,100,17.29',
    ],
    note: {
      settlesOn: '2022-05-04',
      bought: '15913.10',
      sold: '15801.54',
      settlementFee: '7.92',
      tradingFee: '1.58',
      withheld: [{ kind: 'ORDINARY', base: '15801.54', amount: '0.79', isDeducted: false }],
      net: '121.06',
      side: 'D',
    },
    position: null,
  },
  {
    id: 'N8',
    rows: ['2023-05-24,INBR32,BUY,1,12.00', '2023-05-25,INBR32,SELL,1,12.17'],
    note: {
      settlesOn: '2023-05-29',
      settlementFee: '0.00',
      tradingFee: '0.00',
      withheld: [{ kind: 'ORDINARY', base: '12.17', amount: '0.00', isDeducted: false }],
      net: '12.17',
      side: 'C',
    },
    position: null,
  },
  {
    id: 'N10',
    rows: [
      '2026-01-05,MELK3,BUY,100,3.83',
      '2026-01-05,PETR4,BUY,100,30.15',
      '2026-01-05,SYNE3,BUY,200,4.71',
    ],
    // Settlement fee 0.97, transfer of the shares 0.11.
    note: { settlesOn: '2026-01-07', settlementFee: '1.08', tradingFee: '0.21', net: '4341.29', side: 'D' },
    position: null,
  },
  {
    id: 'N11',
    rows: ['2026-06-26,CSUD3,BUY,1000,15.168', '2026-06-26,LEVE3,BUY,400,33.02'],
    // Settlement fee 6.35, transfer of the shares 0.73.
    note: { settlesOn: '2026-06-30', settlementFee: '7.08', tradingFee: '1.41', net: '28384.49', side: 'D' },
    position: null,
  },
  {
    id: 'N12',
    rows: [
      ['43', '91.63'],
      ['29', '91.66'],
      ['10', '91.62'],
      ['8', '91.67'],
      ['32', '91.60'],
      ['6', '91.60'],
      ['100', '91.67'],
      ['11', '91.63'],
      ['8', '91.65'],
      ['8', '91.61'],
      ['11', '91.64'],
      ['2', '91.66'],
      ['2', '91.64'],
      ['20', '91.67'],
      ['1', '91.61'],
      ['5', '91.65'],
      ['11', '91.62'],
      ['11', '91.66'],
      ['11', '91.67'],
    ].map(([quantity, price]) => `2026-07-15,XPLG11,BUY,${quantity},${price},,,,REIT`),
    // Settlement fee 6.75, transfer of the shares 0.78.
    note: { bought: '30151.95', settlementFee: '7.53', tradingFee: '1.50', net: '30160.98', side: 'D' },
    position: { ticker: 'XPLG11', quantity: 329, cost: '30160.98', averagePrice: '91.67471125' },
  },
];

test.each(NOTES)('note $id', async ({ rows, note, position }) => {
  const { notes, positions } = await reportOf(rows);
  expect(notes.at(-1)).toMatchObject(note);
  if (position) expect(positions).toEqual([position]);
});

/** One purchase with the amount of a published note. The price has the whole amount. */
test.each([
  ['2017-06-01', '9530.00', '2.62', '0.47', '2017-06-06', false],
  ['2021-05-18', '9898.52', '2.47', '0.49', '2021-05-20', false],
  ['2021-08-16', '6969.50', '1.74', '0.34', '2021-08-18', false],
  ['2022-06-13', '2656.00', '0.66', '0.13', '2022-06-15', false],
  ['2022-07-26', '3555.10', '0.88', '0.24', '2022-07-28', true],
  ['2022-11-29', '2056.00', '0.51', '0.10', '2022-12-01', false],
  ['2023-07-20', '25811.84', '6.45', '1.29', '2023-07-24', false],
  ['2023-08-25', '12784.09', '3.19', '0.63', '2023-08-29', false],
  ['2024-01-04', '8952.86', '2.23', '0.44', '2024-01-08', false],
  ['2024-07-12', '7983.00', '1.99', '0.39', '2024-07-16', false],
  ['2025-01-24', '19207.16', '4.80', '1.34', '2025-01-28', true],
  ['2021-05-26', '538.12', '0.13', '0.02', '2021-05-28', false],
  ['2025-02-25', '10059.88', '2.51', '0.50', '2025-02-27', false],
  // N9
  ['2025-06-10', '1935.90', '0.48', '0.09', '2025-06-12', false],
  // N14: the clearing house's part is 3.13, printed by XP ten days after the change.
  ['2025-08-11', '14000.00', '3.49', '0.70', '2025-08-13', false],
  // N13, and another note of that broker without any fee
  ['2026-08-06', '29.99', '0.00', '0.00', '2026-08-10', false],
  ['2026-08-17', '304.05', '0.06', '0.01', '2026-08-19', false],
])(
  'fees of %s for R$ %s are %s and %s, settled on %s (auction %s)',
  async (day, amount, settlementFee, tradingFee, settlesOn, isAuction) => {
    const { notes } = await reportOf([`${day},PETR4,BUY,1,${amount},${isAuction}`]);
    expect(notes).toMatchObject([{ settlementFee, tradingFee, settlesOn }]);
  },
);

test('the amounts of both sides are added up before the fees are cut off', async () => {
  const { notes } = await reportOf([
    '2023-09-18,KDIF11,BUY,250,130.00,,,,ETF',
    '2023-09-19,KDIF11,SELL,1,34186.27',
    '2023-09-19,CPTI11,BUY,1,30299.99,,,,ETF',
  ]);
  expect(notes.at(-1)).toMatchObject({ settlementFee: '16.12', tradingFee: '3.22' });
});

test('from August 2025 the settlement fee has two parts, each cut off', async () => {
  const { notes } = await reportOf(['2025-07-31,PETR4,BUY,100,100.00', '2025-08-01,PETR4,BUY,100,100.00']);
  expect(notes.map(({ settlementFee, tradingFee }) => [settlementFee, tradingFee])).toEqual([
    ['2.50', '0.50'],
    ['2.50', '0.50'],
  ]);
});

test('the trading fee floats by month in 2019 and 2020', async () => {
  const { notes } = await reportOf(
    ['2019-02-01', '2019-02-04', '2019-12-02', '2019-12-03', '2020-04-30', '2021-02-01', '2021-02-02'].map(
      (day) => `${day},PETR4,BUY,10000,100.00`,
    ),
  );
  expect(notes.map(({ tradingFee }) => tradingFee)).toEqual([
    '44.76',
    '40.32',
    '41.10',
    '38.02',
    '30.06',
    '32.47',
    '50.00',
  ]);
  expect(notes.map(({ settlementFee }) => settlementFee)).toEqual([
    ...Array<string>(6).fill('275.00'),
    '250.00',
  ]);
});

test('a day trade pays the lower settlement fee on both sides', async () => {
  const { notes } = await reportOf(['2024-05-21,PETR4,BUY,100,100.00', '2024-05-21,PETR4,SELL,60,100.00']);
  // 12,000.00 at 0.0180 % and 4,000.00 at 0.0250 %; 16,000.00 at 0.0050 %.
  expect(notes).toMatchObject([{ settlementFee: '3.16', tradingFee: '0.80' }]);
});
