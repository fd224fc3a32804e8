import { describe, expect, test } from 'vitest';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import { declaredAction } from '#test/support/samples/declared-action.ts';
import { B3FileError, readB3File, type B3FileOptions } from './b3-file.ts';

const calendar = createTradingCalendar();
const OPTIONS: B3FileOptions = {
  calendar,
  listed: [
    { ticker: 'ABEV3', isin: 'BRABEVACNOR1', kind: 'COMMON_STOCK' },
    { ticker: 'PETR4', isin: 'BRPETRACNPR6', kind: 'PREFERRED_STOCK' },
    { ticker: 'HGLG11', isin: 'BRHGLGCTF004', kind: 'REIT' },
  ],
  issuer: 'ABEV',
  known: [],
  skipsUnlisted: false,
  skipsUnsupported: false,
};

const CASH = {
  typeStock: 'ON',
  dateApproval: '09/12/2021',
  valueCash: '0,1334',
  ratio: '1',
  corporateAction: 'DIVIDENDO',
  lastDatePriorEx: '17/12/2021',
};
const cashFile = (...rows: readonly object[]): string =>
  JSON.stringify({
    page: { pageNumber: 1, pageSize: 9999, totalRecords: rows.length, totalPages: 1 },
    results: rows,
  });
const SHARES = {
  assetIssued: 'BRPETRACNPR6',
  isinCode: 'BRPETRACNPR6',
  factor: '100,00000000000',
  approvedOn: '24/03/2008',
  label: 'DESDOBRAMENTO',
  lastDatePrior: '25/04/2008',
};
const company = (lists: object): string =>
  JSON.stringify([{ code: 'PETR', cashDividends: [], stockDividends: [], subscriptions: [], ...lists }]);
const read = (content: string, changes: Partial<B3FileOptions> = {}) =>
  readB3File(content, { ...OPTIONS, ...changes });
const termsOf = (content: string) => {
  const { declarations, faults } = read(content);
  expect(faults).toEqual([]);
  return declarations.map(({ terms }) => terms);
};

describe('a file of cash payments', () => {
  test('gives amounts a share with the ex-day after the record date', () => {
    expect(termsOf(cashFile(CASH))).toEqual([
      {
        ...{ ticker: 'ABEV3', kind: 'DIVIDEND', amountPerShare: '0.1334', factor: null, pricePerShare: null },
        ...{ recordDate: '2021-12-17', exDate: '2021-12-20', approvedOn: '2021-12-09', paysOn: null },
        rights: null,
      },
    ]);
  });

  test.each([
    [{ valueCash: '1.000' }, '1000'],
    [{ valueCash: '1.234,50' }, '1234.5'],
    [{ valueCash: '12,5', ratio: '1.000' }, '0.0125'],
  ])('reads Brazilian numbers and amounts for a thousand shares: %o', (changes, amountPerShare) => {
    expect(termsOf(cashFile({ ...CASH, ...changes }))).toMatchObject([{ amountPerShare }]);
  });

  test.each<[string, object, string]>([
    ['a plain decimal', { valueCash: '0.1334' }, "the amount '0.1334' is not a Brazilian number"],
    ['an unknown payment', { corporateAction: 'CIS RED CAP' }, "'CIS RED CAP' of ABEV3 is not a payment"],
    [
      'income that only funds pay',
      { corporateAction: 'RENDIMENTO' },
      "'RENDIMENTO' of ABEV3 is not a payment",
    ],
    [
      'an impossible day',
      { lastDatePriorEx: '31/02/2021' },
      "the last day with the right, '31/02/2021', is not a day",
    ],
    ['an amount for three shares', { ratio: '3' }, "the amount is for '3' shares"],
    ['a class without a ticker', { typeStock: 'PNA' }, 'ABEV PNA is not listed'],
    ['a missing field', { valueCash: undefined }, 'valueCash: '],
    ['a number in place of a text', { valueCash: 0.1334 }, 'valueCash: '],
  ])('names the place of %s', (_name, changes, reason) => {
    const { faults, declarations } = read(cashFile(CASH, { ...CASH, ...changes }));
    expect(declarations).toHaveLength(1);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`results[1]: ${reason}`);
  });

  test('is of the company of a known action', () => {
    const terms = { recordDate: '2021-12-17', exDate: '2021-12-20', approvedOn: '2021-12-09', factor: null };
    const ambev = declaredAction({ ticker: 'ABEV3', kind: 'DIVIDEND', ...terms, amountPerShare: '0.13340' });
    const read = (...known: DeclaredAction[]) =>
      readB3File(cashFile(CASH), { ...OPTIONS, issuer: null, known });
    expect(read(ambev).declarations).toMatchObject([{ terms: { ticker: 'ABEV3' } }]);
    const others = [{ ticker: 'PETR3' }, { amountPerShare: '0.1335' }, { recordDate: '2021-12-16' }];
    expect(() => read({ ...ambev, ...others[1] }, { ...ambev, ...others[2] })).toThrow(/names no company/);
    expect(() => read(ambev, { ...ambev, ...others[0] })).toThrow(/names no company/);
  });

  test('is refused without its company, and when records are missing', () => {
    expect(() => read(cashFile(CASH), { issuer: null })).toThrow(/names no company, and no known action/);
    const cut = cashFile(CASH, CASH).replace(/,\{[^{]*\}\]\}$/, ']}');
    expect(() => read(cut)).toThrow(new B3FileError('it is incomplete: its page has 2 records, the file 1'));
  });
});

describe('a file of a company', () => {
  test.each([
    ['DESDOBRAMENTO', '100,00000000000', 'SPLIT', '2'],
    ['DESDOBRAMENTO', '300', 'SPLIT', '4'],
    ['BONIFICACAO', '5,00000000000', 'BONUS', '1.05'],
    ['GRUPAMENTO', '0,10000000000', 'REVERSE_SPLIT', '0.1'],
  ])('reads %s of %s as %s by %s', (label, factor, kind, expected) => {
    expect(termsOf(company({ stockDividends: [{ ...SHARES, label, factor }] }))).toMatchObject([
      { ticker: 'PETR4', kind, factor: expected, recordDate: '2008-04-25', exDate: '2008-04-28' },
    ]);
  });

  test('reads the percentage of a subscription as rights for one share', () => {
    const subscription = {
      ...{ isinCode: 'BRABEVACNOR1', percentage: '0,13994090200', priceUnit: '16,09000000000' },
      ...{ subscriptionDate: '29/05/2014', approvedOn: '28/04/2014', label: 'SUBSCRICAO' },
      ...{ lastDatePrior: '28/04/2014', tradingPeriod: '30/04/2014 a 22/05/2014' },
    };
    const rights = {
      ...{ ticker: 'ABEV1', receiptTicker: 'ABEV9', exercisesUntil: '2014-05-29' },
      ...{ tradesFrom: '2014-04-30', tradesUntil: '2014-05-22' },
    };
    const terms = { kind: 'SUBSCRIPTION', factor: '0.00139940902', pricePerShare: '16.09', paysOn: null };
    expect(termsOf(company({ subscriptions: [subscription] }))).toMatchObject([{ ...terms, rights }]);
    const untraded = { ...subscription, tradingPeriod: '' };
    expect(termsOf(company({ subscriptions: [untraded] }))).toMatchObject([
      { rights: { ...rights, tradesFrom: null, tradesUntil: null } },
    ]);
    const { faults } = read(company({ subscriptions: [{ ...subscription, tradingPeriod: '30/04/2014' }] }));
    expect(faults).toEqual([expect.stringContaining("the trading period '30/04/2014' is not a period")]);
  });

  test('reads the income of a fund, and a payment without its day', () => {
    const income = {
      ...{ isinCode: 'BRHGLGCTF004', paymentDate: '31/12/9999', rate: '1,10000000000' },
      ...{ approvedOn: '', label: 'RENDIMENTO', lastDatePrior: '27/02/2026' },
    };
    expect(termsOf(company({ cashDividends: [income] }))).toMatchObject([
      { ticker: 'HGLG11', kind: 'DIVIDEND', amountPerShare: '1.1', paysOn: null, approvedOn: null },
    ]);
  });

  test.each<[string, object, string]>([
    ['a factor of zero', { factor: '0,00000000000' }, 'the factor is zero'],
    ['an unknown change', { label: 'INCORPORACAO' }, "'INCORPORACAO' is not a change of shares"],
    ['shares of another security', { assetIssued: 'BRPETRACNOR9' }, 'it gives shares of another security'],
    ['an unlisted security', { isinCode: 'BRPETRACNPX1' }, 'BRPETRACNPX1 is not listed'],
  ])('refuses %s', (_name, changes, reason) => {
    const { faults } = read(company({ stockDividends: [{ ...SHARES, ...changes }] }));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`stockDividends[0]: ${reason}`);
  });

  test('takes the capital that a fund pays back', () => {
    const amortization = {
      ...{ isinCode: 'BRHGLGCTF004', paymentDate: '16/03/2026', rate: '0,50' },
      ...{ approvedOn: '', label: 'AMORTIZACAO RF', lastDatePrior: '27/02/2026' },
    };
    expect(termsOf(company({ cashDividends: [amortization] }))).toMatchObject([
      { ticker: 'HGLG11', kind: 'CAPITAL_RETURN', amountPerShare: '0.5' },
    ]);
  });

  test('refuses an action that the broker does not have by its row, or leaves it out when asked to', () => {
    const interest = {
      ...{ isinCode: 'BRPETRACNPR6', paymentDate: '16/03/2026', rate: '0,01' },
      ...{ approvedOn: '', label: 'RENDIMENTO', lastDatePrior: '27/02/2026' },
    };
    const merger = { ...SHARES, label: 'INCORPORACAO' };
    const file = company({ cashDividends: [interest], stockDividends: [merger, SHARES] });
    expect(read(file).faults).toEqual([
      "cashDividends[0]: 'RENDIMENTO' of PETR4 is not a payment that is known: DIVIDENDO, JRS CAP PROPRIO, REST CAP DIN; --skip-unsupported leaves out such rows",
      expect.stringContaining("stockDividends[0]: 'INCORPORACAO' is not a change of shares"),
    ]);
    const skipping = { skipsUnsupported: true };
    const { faults, unsupported, declarations } = read(file, skipping);
    expect([faults, unsupported.length, declarations.map(({ place }) => place)]).toEqual([
      [],
      2,
      ['stockDividends[1]'],
    ]);
    // A row that is malformed is refused all the same.
    const zero = company({ stockDividends: [merger, { ...SHARES, factor: '0' }] });
    expect(read(zero, skipping).faults).toEqual(['stockDividends[1]: the factor is zero']);
  });

  test('leaves out unlisted securities when asked to', () => {
    const unlisted = { ...SHARES, isinCode: 'BRPETRACNPX1', assetIssued: 'BRPETRACNPX1' };
    const result = read(company({ stockDividends: [unlisted, SHARES] }), { skipsUnlisted: true });
    expect(result).toMatchObject({ skipped: 1, faults: [], declarations: [{ place: 'stockDividends[1]' }] });
  });
});

test.each(['{', '[]', '{"results":[]}', '"text"', '[{"code":"ABEV"}]'])('%s is no file of B3', (content) => {
  expect(() => read(content)).toThrow(B3FileError);
});
