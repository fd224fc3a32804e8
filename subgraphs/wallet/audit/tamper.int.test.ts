import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { actionTerms, dividendTerms, subscriptionTerms } from '#test/support/samples/declared-action.ts';
import { declare, deposit, goTo, MORNING, positionOf, soon } from '#test/support/wallet/actions.ts';
import { openTrader } from '#test/support/wallet/trading.ts';
import { createTestWallet, type TestWallet } from '#test/support/wallet/wallet.ts';

/** Each rule of the wallet's audit, on the rows of a wallet that traded: one row is changed behind it. */
const brokerage = { type: 'FIXED', centavos: 10_000 } as const;
const EXERCISE = `mutation ($accountId: ID!) { exerciseSubscription(
  input: { accountId: $accountId, ticker: "BBAS1", quantity: 4, clientTransferId: "x" }) { __typename } }`;
let wallet: TestWallet;
let client: pg.Client;

beforeAll(async () => {
  wallet = await createTestWallet({
    ...{ startMs: instantOf('2026-03-16', MORNING), debitCharge: { type: 'BROKERS' } },
  });
  client = new pg.Client(wallet.dependencies.database);
  await client.connect();
  const trader = await openTrader(wallet, 'usr_trader', '100000.00', brokerage);
  const debtor = await openTrader(wallet, 'usr_debtor', '1.00', brokerage);
  const shares = { quantity: 100, price: '30.00' };
  for (const ticker of ['PETR4', 'VALE3', 'BBAS3'])
    await deposit(wallet, 'usr_trader', trader.accountId, { ticker, ...shares });
  await deposit(wallet, 'usr_debtor', debtor.accountId, { ticker: 'PETR4', ...shares });
  const trade = { day: '2026-03-16', ticker: 'PETR4', quantity: 100, priceCentavos: 2_000 } as const;
  await trader.trade(
    { ...trade, side: 'BUY' },
    { ...trade, side: 'SELL', quantity: 150, priceCentavos: 2_100 },
  );
  await debtor.trade({ ...trade, side: 'SELL', quantity: 1, priceCentavos: 100 });
  await declare(wallet, dividendTerms('0.50', { paysOn: '2026-03-18' }));
  await declare(wallet, actionTerms({ ticker: 'VALE3' }));
  const rights = { ticker: 'BBAS1', receiptTicker: 'BBAS9', tradesFrom: null, tradesUntil: null };
  await declare(wallet, {
    ...subscriptionTerms({ ticker: 'BBAS3', paysOn: '2026-04-10' }),
    rights: { ...rights, exercisesUntil: '2026-03-25' },
  });
  await trader.close('2026-03-16');
  await goTo(wallet, '2026-03-17');
  await soon(async () => expect(await positionOf(trader, 'BBAS1')).toMatchObject({ quantity: 10 }), wallet);
  await wallet.execute('usr_trader', EXERCISE, { accountId: trader.accountId });
  await goTo(wallet, '2026-03-18');
  await soon(async () => {
    const { rows } = await client.query(
      `SELECT (SELECT count(*) FROM debit_charge)::int AS charges,
        (SELECT count(*) FROM entitlement WHERE applied_on IS NOT NULL)::int AS applied`,
    );
    expect(rows).toEqual([{ charges: 2, applied: 4 }]);
  }, wallet);
});
afterAll(async () => {
  await client.end();
  await wallet.part.stop();
});

const PAGE = { after: null, limit: 50 };
/** The audits, each with the names of the rules that it finds violated. */
const AUDITS = {
  ledger: async () => {
    const { wrong } = await wallet.part.auditCalls.ledger({});
    return Object.entries(wrong).flatMap(([rule, count]) => (count > 0 ? [rule] : []));
  },
  persons: async () => {
    const persons = await wallet.part.auditCalls.persons(PAGE);
    const { wrongPositions, wrongNotes, wrongResults, missingNotes, wrongMonths, quarantined } = persons;
    const lists = { wrongPositions, wrongNotes, wrongResults, missingNotes, wrongMonths, quarantined };
    return Object.entries(lists).flatMap(([rule, found]) => (found.length > 0 ? [rule] : []));
  },
};
type Audit = keyof typeof AUDITS;

test('an untouched wallet violates no rule', async () => {
  for (const audit of Object.values(AUDITS)) expect(await audit()).toEqual([]);
});

/** Adds one to a column of the rows that a condition selects, and takes it away again. */
const grown = (table: string, column: string, where = 'true'): readonly [string, string] => [
  `UPDATE ${table} SET ${column} = ${column} + 1 WHERE ${where}`,
  `UPDATE ${table} SET ${column} = ${column} - 1 WHERE ${where}`,
];
/** Statements on rows that a trigger keeps as they are. */
const withoutTriggers = ([tamper, repair]: readonly [string, string]): readonly [string, string] => [
  `SET session_replication_role = replica; ${tamper}; SET session_replication_role = origin`,
  `SET session_replication_role = replica; ${repair}; SET session_replication_role = origin`,
];
const TRADER = `account_id = (SELECT id FROM account WHERE owner_id = 'usr_trader')`;

test.each<[audit: Audit, rules: readonly string[], what: string, tamper: readonly [string, string]]>([
  [
    'persons',
    ['wrongPositions'],
    'cost of a position',
    grown('position', 'cost_billionths', `ticker = 'PETR4' AND ${TRADER}`),
  ],
  ['persons', ['wrongPositions'], 'profit of a position', grown('position', 'realized_centavos', TRADER)],
  [
    'persons',
    ['wrongPositions'],
    'profit of day trades',
    grown('position', 'realized_day_trade_centavos', TRADER),
  ],
  ['persons', ['wrongPositions'], 'shares of a position', grown('position', 'quantity', `ticker = 'BBAS1'`)],
  ['persons', ['wrongNotes'], 'fee of a note', grown('note', 'settlement_fee_centavos', TRADER)],
  ['ledger', ['wrongCharges'], 'fee of a note', grown('note', 'settlement_fee_centavos', TRADER)],
  ['persons', ['wrongNotes'], 'net amount of a note', grown('note', 'net_centavos', TRADER)],
  ['persons', ['wrongNotes'], 'amount of a note', grown('note', 'sold_centavos', TRADER)],
  ['persons', ['wrongResults'], 'profit of a sale', grown('trade_result', 'profit_centavos', TRADER)],
  [
    'persons',
    ['wrongMonths'],
    'sales of a month',
    grown('trade_result', 'gross_centavos', `kind = 'ORDINARY' AND ${TRADER}`),
  ],
  ['persons', ['wrongNotes'], 'amount of a trade', grown('trade', 'gross_centavos', `side = 'BUY'`)],
  [
    'persons',
    ['wrongNotes'],
    "broker's price of a trade",
    [
      `UPDATE trade SET brokerage = '{"type":"NONE"}'`,
      `UPDATE trade SET brokerage = '{"type":"FIXED","centavos":10000}'`,
    ],
  ],
  ['persons', ['wrongPositions'], 'quantity of a trade', grown('trade', 'quantity', `gross_centavos = 100`)],
  [
    'persons',
    ['missingNotes', 'wrongNotes'],
    'trades of a note',
    [`UPDATE trade SET note_number = NULL`, `UPDATE trade SET note_number = 1`],
  ],
  [
    'persons',
    ['quarantined'],
    'an account in quarantine',
    [`INSERT INTO quarantine SELECT id, 'x', 1 FROM account LIMIT 1`, `DELETE FROM quarantine`],
  ],
  [
    'ledger',
    ['wrongEntitlements'],
    'entitled shares',
    grown('entitlement', 'quantity', `action_id LIKE '%DIVIDEND%'`),
  ],
  [
    'ledger',
    ['wrongEntitlements'],
    'a payment',
    grown('entitlement', 'gross_centavos', `gross_centavos > 0`),
  ],
  [
    'ledger',
    ['wrongEntitlements'],
    'shares of a split',
    grown('entitlement', 'shares', `action_id LIKE '%SPLIT%'`),
  ],
  [
    'ledger',
    ['wrongEntitlements'],
    'rights',
    grown('entitlement', 'shares', `action_id LIKE '%SUBSCRIPTION%'`),
  ],
  [
    'ledger',
    ['brokenStatements'],
    'amount of an entry that is owed in part',
    withoutTriggers(grown('entry', 'amount_centavos', `kind = 'FEE' AND order_id IS NOT NULL`)),
  ],
  [
    'ledger',
    ['brokenStatements'],
    'note of an entry',
    withoutTriggers([
      `UPDATE entry SET note_number = 2 WHERE kind = 'FEE' AND note_number = 1`,
      `UPDATE entry SET note_number = 1 WHERE kind = 'FEE' AND note_number = 2`,
    ]),
  ],
  ['ledger', ['brokenStatements'], 'net amount of a note', grown('note', 'net_centavos', TRADER)],
  ['ledger', ['wrongExercises'], 'payment of an exercise', grown('exercise', 'amount_centavos')],
  ['ledger', ['wrongExercises'], 'quantity of an exercise', grown('exercise', 'quantity')],
  [
    'ledger',
    ['wrongExercises'],
    'credit of an exercise before its day',
    [`UPDATE exercise SET credited_on = '2026-03-18'`, `UPDATE exercise SET credited_on = NULL`],
  ],
  [
    'ledger',
    ['wrongExercises'],
    'a subscription that ended with rights and receipts',
    [
      `UPDATE corporate_action SET state = 'DONE' WHERE kind = 'SUBSCRIPTION'`,
      `UPDATE corporate_action SET state = 'ENTITLED' WHERE kind = 'SUBSCRIPTION'`,
    ],
  ],
  [
    'ledger',
    ['wrongDebitCharges'],
    'charge of a debit balance',
    grown('debit_charge', 'amount_centavos', `day = '2026-03-17'`),
  ],
  [
    'ledger',
    ['wrongDebitCharges'],
    'charged balance',
    grown('debit_charge', 'owed_centavos', `day = '2026-03-17'`),
  ],
  [
    'ledger',
    ['wrongDebitCharges'],
    'price of a charge',
    [
      `UPDATE debit_charge SET price = '{"type":"NONE"}'`,
      `UPDATE debit_charge SET price = '{"type":"BROKERS"}'`,
    ],
  ],
])('the audit of %s finds %j: %s', async (audit, rules, _what, [tamper, repair]) => {
  await client.query(tamper);
  const found = await AUDITS[audit]();
  await client.query(repair);
  expect(found).toEqual(expect.arrayContaining([...rules]));
});

test('the wallet is as it was', async () => {
  for (const audit of Object.values(AUDITS)) expect(await audit()).toEqual([]);
});
