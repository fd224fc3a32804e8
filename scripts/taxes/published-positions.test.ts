import { expect, test } from 'vitest';
import { textbook } from './test/report-of.ts';

/** Expected position: quantity, cost, average price to as many places as the source has. */
type ExpectedPosition = readonly [ticker: string, quantity: number, cost: string, averagePrice: string];

/** A case without costs: rows of the file, the positions at the end, the results of the sales. */
interface PositionCase {
  readonly id: string;
  readonly source: string;
  readonly rows: readonly string[];
  readonly positions: readonly ExpectedPosition[];
  readonly profits?: readonly string[];
}

const CALCULATORS: readonly PositionCase[] = [
  {
    id: 'X1 a sale keeps the average of three shares bought at two prices',
    source: 'calculadora-ir-stocks/server BigBangTests',
    rows: [
      '2023-01-10,MUSI3,BUY,1,18320.00',
      '2023-01-10,MUSI3,BUY,2,17320.00',
      '2023-01-11,MUSI3,SELL,1,21439.00',
    ],
    positions: [['MUSI3', 2, '35306.67', '17653.33']],
    profits: ['3785.67'],
  },
  {
    id: 'X2 the average of two purchases before a sale',
    source: 'calculadora-ir-stocks/server BigBangTests',
    rows: ['2023-01-02,PETR4,BUY,1,53.00', '2023-01-03,PETR4,BUY,1,64.00', '2023-01-04,PETR4,SELL,1,102.00'],
    positions: [['PETR4', 1, '58.50', '58.50']],
    profits: ['43.50'],
  },
  ...(
    [
      ['X3 a split of one for four', 10, '100.00', '4', 40, '25.00'],
      ['X4 a split of one for three', 6, '12.00', '3', 18, '4.00'],
      ['X5 a split of one for two, centavos in the cost', 10, '10.043', '2', 20, '5.0215'],
      ['X6 a split of one for six', 100, '0.8232', '6', 600, '0.1372'],
    ] as const
  ).map(([id, quantity, price, factor, after, average]) => ({
    id,
    source: 'calculadora-ir-stocks/server SpecialMovementsTests',
    rows: [`2023-01-02,PETR4,BUY,${quantity},${price}`, `2023-01-03,PETR4,SPLIT,,,,,,,${factor}`],
    positions: [['PETR4', after, (quantity * Number(price)).toFixed(2), average] as const],
  })),
  ...(
    [
      ['X7 two shares become one', 6, '12.00', '1/2', 3, '24.00'],
      ['X8 five shares become one', 20, '4.616', '1/5', 4, '23.08'],
      ['X9 ten shares become one', 50, '0.4686', '0.1', 5, '4.686'],
    ] as const
  ).map(([id, quantity, price, factor, after, average]) => ({
    id,
    source: 'calculadora-ir-stocks/server SpecialMovementsTests',
    rows: [`2023-01-02,PETR4,BUY,${quantity},${price}`, `2023-01-03,PETR4,REVERSE_SPLIT,,,,,,,${factor}`],
    positions: [['PETR4', after, (quantity * Number(price)).toFixed(2), average] as const],
  })),
  {
    id: 'X10 bonus shares without a declared cost',
    source: 'calculadora-ir-stocks/server SpecialMovementsTests',
    rows: ['2023-01-02,PETR4,BUY,100,10.00', '2023-01-03,PETR4,BONUS,,,,,,,1.1'],
    positions: [['PETR4', 110, '1000.00', '9.09']],
  },
  {
    id: 'X11 a day trade, a split, purchases and a bonus without a declared cost',
    source: 'calculadora-ir-stocks/server SpecialMovementsTests',
    rows: [
      '2023-01-02,PETR4,BUY,1,5467.00',
      '2023-01-02,PETR4,SELL,1,6587.00',
      '2023-01-03,PETR4,BUY,1,7653.00',
      '2023-01-31,PETR4,SPLIT,,,,,,,2',
      '2023-05-02,PETR4,BUY,2,2477.00',
      '2023-05-31,PETR4,BONUS,,,,,,,1.5',
    ],
    positions: [['PETR4', 6, '12607.00', '2101.17']],
    profits: ['1120.00'],
  },
  {
    id: 'X12 a BDR that groups two for one, bought before and after',
    source: 'calculadora-ir-stocks/server SpecialMovementsTests',
    rows: [
      '2023-02-01,GOGL34,BUY,2,50.00',
      '2023-02-01,NVDC34,BUY,2,50.00',
      '2023-02-01,GOGL34,BUY,4,60.00',
      '2023-02-01,NVDC34,BUY,4,60.00',
      '2023-02-02,GOGL34,REVERSE_SPLIT,,,,,,,0.5',
      '2023-02-02,NVDC34,REVERSE_SPLIT,,,,,,,0.5',
      '2023-02-10,NVDC34,BUY,2,90.00',
    ],
    positions: [
      ['GOGL34', 3, '340.00', '113.33'],
      ['NVDC34', 5, '520.00', '104.00'],
    ],
  },
  {
    id: 'X13 two splits between purchases',
    source: 'kov/interest 06_multiple_splits',
    rows: [
      '2025-01-06,ITSA4,BUY,50,10.00',
      '2025-02-10,ITSA4,SPLIT,,,,,,,2',
      '2025-03-03,ITSA4,BUY,25,5.50',
      '2025-04-15,ITSA4,SPLIT,,,,,,,2',
      '2025-05-20,ITSA4,SELL,200,3.00',
    ],
    positions: [['ITSA4', 50, '127.50', '2.55']],
    profits: ['90.00'],
  },
  {
    id: 'X14 purchases, a split and sales',
    source: 'kov/interest 08_complex_scenario',
    rows: [
      '2025-01-10,BBAS3,BUY,200,40.00',
      '2025-01-24,BBAS3,BUY,100,42.00',
      '2025-02-14,BBAS3,SPLIT,,,,,,,2',
      '2025-03-05,BBAS3,SELL,300,22.00',
      '2025-03-14,BBAS3,BUY,150,23.00',
    ],
    positions: [['BBAS3', 450, '9550.00', '21.22222222']],
    profits: ['500.00'],
  },
  {
    id: 'X15 a bonus of 20 % without a declared cost',
    source: 'kov/interest 11_bonus_auto_apply',
    rows: ['2025-01-10,ITSA4,BUY,100,10.00', '2025-02-10,ITSA4,BONUS,,,,,,,1.2'],
    positions: [['ITSA4', 120, '1000.00', '8.33']],
  },
  {
    id: 'X16 a split of four for seven in a series of purchases',
    source: 'kov/interest 16_rename_with_split',
    rows: [
      '2021-08-10,SIMH3,BUY,1400,10.00',
      '2021-08-11,SIMH3,BUY,2600,8.00',
      '2021-08-13,SIMH3,SPLIT,,,,,,,1.75',
      '2022-01-20,SIMH3,BUY,27500,7.00',
    ],
    positions: [['SIMH3', 34_500, '227300.00', '6.588']],
  },
];

const ARTICLES: readonly PositionCase[] = [
  {
    id: 'X17 three purchases and a sale in part',
    source: 'blogsupereconomica.com',
    rows: [
      '2024-03-01,MDIA3,BUY,100,33.00',
      '2024-04-01,MDIA3,BUY,100,33.50',
      '2024-05-02,MDIA3,BUY,200,34.00',
      '2024-06-03,MDIA3,SELL,100,40.00',
    ],
    positions: [['MDIA3', 300, '10087.50', '33.625']],
    profits: ['637.50'],
  },
  {
    id: 'X18 the average before a bonus of one for four',
    source: 'papafoxinvestidor.blogspot.com',
    rows: [
      '2018-02-01,EGIE3,BUY,100,30.00',
      '2018-03-01,EGIE3,BUY,200,36.00',
      '2018-04-02,EGIE3,BUY,400,28.00',
    ],
    positions: [['EGIE3', 700, '21400.00', '30.57']],
  },
  {
    id: 'X19 a bonus of 50 % at a declared cost of 11.70',
    source: 'ri.gerdau.com, example of the tax return',
    rows: ['2005-12-01,GGBR4,BUY,1000,20.00', '2006-04-13,GGBR4,BONUS,,,,,,,1.5,11.70'],
    positions: [['GGBR4', 1500, '25850.00', '17.23333333']],
  },
  {
    id: 'X20 103 shares that group ten for one are 10, and three are sold',
    // The source names the shares alone. The three that are sold take their part of 144.20 with them: Lei 7.713/1988 art. 16.
    source: 'exame.com on MGLU3, 2024-04-25',
    rows: ['2024-04-25,MGLU3,BUY,103,1.40', '2024-05-27,MGLU3,REVERSE_SPLIT,,,,,,,0.1'],
    positions: [['MGLU3', 10, '140.00', '14.00']],
  },
  {
    id: 'X21 a split of 100 % halves the average',
    source: 'slrocker/investindows desdobramento',
    rows: ['2019-10-01,INVE3,BUY,100,10.00', '2019-10-08,INVE3,SPLIT,,,,,,,2'],
    positions: [['INVE3', 200, '1000.00', '5.00']],
  },
  {
    id: 'X22 a reverse split of ten for one',
    source: 'slrocker/investindows grupamento',
    rows: ['2019-10-01,INVE3,BUY,100,10.00', '2019-10-08,INVE3,REVERSE_SPLIT,,,,,,,0.1'],
    positions: [['INVE3', 10, '1000.00', '100.00']],
  },
  {
    id: 'X23 a capital return of R$ 1.00 a share',
    source: 'slrocker/investindows restituicao-de-capital',
    rows: ['2019-12-02,INVE3,BUY,10,10.00', '2020-06-01,INVE3,CAPITAL_RETURN,,,,,,,,1.00'],
    positions: [['INVE3', 10, '90.00', '9.00']],
  },
  {
    id: 'X24 shares of a day trade leave the stock as it is: sold, bought back, sold',
    source: 'contabeis.com.br forum 163568, the broker, and Lei 9.959/2000 art. 8',
    rows: [
      '2013-12-23,PETR4,BUY,100,10.97',
      '2013-12-26,PETR4,SELL,100,10.75',
      '2013-12-26,PETR4,BUY,100,10.55',
      '2013-12-26,PETR4,SELL,100,10.34',
    ],
    positions: [],
    profits: ['20.00', '-63.00'],
  },
  {
    id: 'X25 ten shares held, ten bought, twenty sold: half a day trade',
    source: 'clubedopairico.com.br',
    rows: [
      '2024-01-08,PETR4,BUY,10,30.00',
      '2024-02-08,PETR4,BUY,10,33.00',
      '2024-02-08,PETR4,SELL,20,34.00',
    ],
    positions: [],
    profits: ['10.00', '40.00'],
  },
  {
    id: 'X26 held shares that are sold and bought back at the price: no result',
    source: 'ajudaacoes.blogspot.com',
    rows: [
      '2018-04-02,PETR4,BUY,1000,9.00',
      '2018-04-03,PETR4,BUY,1000,10.00',
      '2018-04-03,PETR4,SELL,1000,10.00',
    ],
    positions: [['PETR4', 1000, '9000.00', '9.00']],
    profits: ['0.00'],
  },
  {
    id: 'X27 bought at 100, sold at 110 and bought back at 108',
    source: 'ajudaacoes.blogspot.com',
    rows: [
      '2018-04-02,PETR4,BUY,1,100.00',
      '2018-04-03,PETR4,SELL,1,110.00',
      '2018-04-03,PETR4,BUY,1,108.00',
    ],
    positions: [['PETR4', 1, '100.00', '100.00']],
    profits: ['2.00'],
  },
];

test.each([...CALCULATORS, ...ARTICLES])('$id ($source)', async ({ rows, positions, profits = [] }) => {
  const report = await textbook(rows);
  const found = report.positions.map(({ ticker, quantity, cost, averagePrice }, index) => {
    // A source cuts its averages off or rounds them: what it has is compared.
    const places = (positions[index]?.[3].split('.')[1] ?? '').length;
    return [ticker, quantity, cost, Number(averagePrice).toFixed(places)];
  });
  expect(found).toEqual(positions);
  expect(report.results.map(({ profit }) => profit)).toEqual(profits);
});
