import { expect, test } from 'vitest';
import { languageOf } from '../i18n/texts.ts';
import { orderName, pricesText, timeText } from './order-terms.ts';

const { texts, format } = languageOf('pt-BR');

test.each([
  ['30.10', null, '30,10'],
  [null, '30.00', 'disparo 30,00'],
  ['30.10', '30.00', 'disparo 30,00 → 30,10'],
  [null, null, 'mercado'],
])('an order with the limit %s and the stop %s shows %s', (limitPrice, stopPrice, text) => {
  expect(pricesText({ limitPrice, stopPrice }, format, texts)).toBe(text);
});

test('an order until a day shows the day', () => {
  expect(timeText({ timeInForce: 'GTD', expiresOn: '2026-12-01' }, format, texts)).toBe('Até 01/12/2026');
  expect(timeText({ timeInForce: 'DAY', expiresOn: null }, format, texts)).toBe('Dia');
});

test('an order has a name that no other one of the list needs to share', () => {
  expect(orderName({ side: 'SELL', quantity: 1000, ticker: 'PETR4' }, format, texts)).toBe(
    'Venda de 1.000 PETR4',
  );
});
