import { expect, test } from 'vitest';
import { entryText, isKindAlone } from './entry-text.ts';

test.each([
  ['Bought 1500 PETR4 at 29.11', 'Compra de 1.500 PETR4 a 29,11', 'Bought 1,500 PETR4 at 29.11'],
  [
    'R$ 14559.70 no longer reserved for an order',
    'R$ 14.559,70 de volta de uma ordem',
    'R$14,559.70 no longer reserved for an order',
  ],
  ['200 VALE3 reserved for an order', '200 VALE3 para uma ordem', '200 VALE3 reserved for an order'],
  [
    'Provisional costs of 200 VALE3: SETTLEMENT 5.62, TRADING 1.13',
    'Custos provisórios de 200 VALE3: liquidação 5,62, negociação 1,13',
    'Provisional costs of 200 VALE3: settlement 5.62, trading 1.13',
  ],
  [
    'Costs of note 3 of 2026-03-16: none',
    'Custos da nota 3 de 16/03/2026: nenhum',
    'Costs of note 3 of Mar 16, 2026: none',
  ],
  [
    'Custody transfer of 200 VALE3, cost 21580.00',
    'Transferência de custódia de 200 VALE3, custo R$ 21.580,00',
    'Custody transfer of 200 VALE3, cost R$21,580.00',
  ],
  [
    'An entry of another kind at 1.50',
    'An entry of another kind at 1.50',
    'An entry of another kind at 1.50',
  ],
])('%j is in Portuguese %j and in English %j', (written, portuguese, english) => {
  expect(entryText(written, 'pt-BR')).toBe(portuguese);
  expect(entryText(written, 'en')).toBe(english);
});

test.each([
  ['Deposit', 'DEPOSIT', true],
  ['Withdrawal', 'WITHDRAWAL', true],
  ['Bought 100 PETR4 at 29.11', 'TRADE', false],
  ['Deposit', 'RESET', false],
])('%j beside the kind %s says nothing more: %j', (description, kind, isAlone) => {
  expect(isKindAlone(description, kind)).toBe(isAlone);
});
