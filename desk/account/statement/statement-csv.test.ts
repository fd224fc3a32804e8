import { expect, test } from 'vitest';
import type { BrokerClient } from '#sdk/src/index.ts';
import { languageOf } from '../../i18n/texts.ts';
import { readAllEntries, statementCsv } from './statement-csv.ts';
import type { Entry } from './statement-filter.ts';

const entry = (id: string): Entry => ({
  id,
  at: '2026-03-16T17:03:27.000Z',
  kind: 'TRADE',
  description: 'Bought 100 PETR4 at 27.50',
  amount: '-2750.00',
  balance: '97250.00',
  ticker: 'PETR4',
  quantity: 100,
  orderId: null,
  order: null,
});

test('a statement is a table in the words and numbers of the language', () => {
  const text = statementCsv([entry('1')], true, languageOf('pt-BR'));
  const [, line] = text.split('\r\n');
  expect(line).toBe(
    '"16/03/2026, 14:03:27";Negócio;"Compra de 100 PETR4 a 27,50";PETR4;100;-2750,00;97250,00',
  );
});

test('a reservation of cash names the instrument of its order', () => {
  const order = { ticker: 'VALE3', side: 'BUY', quantity: 100 } as const;
  const reserve = { ...entry('1'), kind: 'RESERVE', ticker: null, quantity: null, order } as const;
  expect(statementCsv([reserve], true, languageOf('pt-BR'))).toContain(';VALE3;;-2750,00');
});

test('a part of the entries has no balance, which would not follow from it', () => {
  const [head, line] = statementCsv([entry('1')], false, languageOf('pt-BR')).split('\r\n');
  expect(head).not.toContain('Saldo');
  expect(line).toMatch(/;-2750,00$/);
});

test('a line that moves no shares has no quantity', () => {
  const block = { ...entry('1'), quantity: 0 };
  expect(statementCsv([block], true, languageOf('pt-BR'))).toContain('PETR4;;-2750,00');
});

test('all pages of a long statement come, and the user hears how far it is', async () => {
  const all = Array.from({ length: 450 }, (_, index) => entry(String(index)));
  const asked: unknown[] = [];
  const request = async (_document: unknown, variables: unknown): Promise<never> => {
    const { first, after } = variables as { first: number; after: string | null };
    asked.push(after);
    const begin = Number(after ?? 0);
    const nodes = all.slice(begin, begin + first);
    const end = begin + nodes.length;
    const pageInfo = { hasNextPage: end < all.length, endCursor: String(end) };
    return { account: { statement: { nodes, pageInfo } } } as never;
  };
  const counts: number[] = [];
  const broker: Pick<BrokerClient, 'request'> = { request };
  expect(await readAllEntries(broker, { accountId: 'a' }, (count) => counts.push(count))).toEqual(all);
  expect([asked, counts]).toEqual([
    [null, '200', '400'],
    [200, 400, 450],
  ]);
});
