import { expect, test } from 'vitest';
import { languageOf } from '../i18n/texts.ts';
import type { Order } from './order-rows.ts';
import { orderName, orderNameWithPrice, pricesText, sentText, timeText } from './order-terms.ts';

const { texts, format } = languageOf('pt-BR');

test.each([
  ['LIMIT', '30.10', null, '30,10'],
  ['STOP', null, '30.00', 'disparo 30,00'],
  ['STOP', '30.10', '30.00', 'disparo 30,00'],
  ['STOP_LIMIT', '30.10', '30.00', 'disparo 30,00 → 30,10'],
  ['MARKET', null, null, 'mercado'],
  ['MARKET', '30.10', null, 'mercado'],
] as const)('a %s order with the limit %s and the stop %s shows %s', (type, limitPrice, stopPrice, text) => {
  expect(pricesText({ type, limitPrice, stopPrice }, format, texts)).toBe(text);
});

const sent = (changes: Partial<Order>): Order =>
  ({
    ...{ side: 'BUY', quantity: 100, ticker: 'VALE3', type: 'LIMIT', status: 'OPEN', refusal: null },
    ...{ limitPrice: '110.00', stopPrice: null, averageFillPrice: null, triggeredAt: null },
    ...changes,
  }) as Order;

test.each<[Partial<Order>, string, string]>([
  [{}, 'comprar 100 VALE3 a 110,00 — aberta', 'buy 100 VALE3 at 110.00 — open'],
  [
    { type: 'MARKET', status: 'FILLED', averageFillPrice: '112.3100' },
    'comprar 100 VALE3 a mercado — executada a 112,31',
    'buy 100 VALE3 at market — filled at 112.31',
  ],
  [
    { type: 'STOP', side: 'SELL', limitPrice: null, stopPrice: '100.00', triggeredAt: null },
    'vender 100 VALE3, disparo 100,00 — aguardando disparo',
    'sell 100 VALE3, trigger 100.00 — waiting for its trigger',
  ],
  [
    { status: 'PENDING' },
    'comprar 100 VALE3 a 110,00 — aguardando confirmação',
    'buy 100 VALE3 at 110.00 — waiting for confirmation',
  ],
  [
    { status: 'EXPIRED', timeInForce: 'FOK' },
    'comprar 100 VALE3 a 110,00 — expirada: não havia quantidade para toda a ordem',
    'buy 100 VALE3 at 110.00 — expired: not enough quantity for the whole order',
  ],
  [
    { status: 'EXPIRED', timeInForce: 'DAY' },
    'comprar 100 VALE3 a 110,00 — expirada',
    'buy 100 VALE3 at 110.00 — expired',
  ],
])('an order %j that was sent says what has become of it', (changes, portuguese, english) => {
  expect(sentText(sent(changes), languageOf('pt-BR'))).toBe(`Ordem enviada: ${portuguese}`);
  expect(sentText(sent(changes), languageOf('en'))).toBe(`Order sent: ${english}`);
});

test('an order until a day shows the day', () => {
  expect(timeText({ timeInForce: 'GTD', expiresOn: '2026-12-01' }, format, texts)).toBe('Até 01/12/2026');
  expect(timeText({ timeInForce: 'DAY', expiresOn: null }, format, texts)).toBe('Dia');
});

test('an order has a name, which its price distinguishes from that of another one', () => {
  const order = { side: 'SELL', quantity: 1000, ticker: 'PETR4', stopPrice: null } as const;
  expect(orderName(order, format, texts)).toBe('Venda de 1.000 PETR4');
  const priced = { ...order, type: 'LIMIT', limitPrice: '27.50' } as const;
  expect(orderNameWithPrice(priced, format, texts)).toBe('Venda de 1.000 PETR4 a 27,50');
  const atMarket = { ...order, type: 'MARKET', limitPrice: null } as const;
  expect(orderNameWithPrice(atMarket, format, texts)).toBe('Venda de 1.000 PETR4 a mercado');
});
