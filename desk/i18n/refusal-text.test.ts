import { expect, test } from 'vitest';
import { REFUSAL_RULES } from '#domain/refusal.ts';
import { refusalText } from './refusal-text.ts';

const text = (rule: string, limit: string | null, locale: 'pt-BR' | 'en' = 'pt-BR') =>
  refusalText({ rule, message: 'The broker says no.', limit, observed: null }, locale);

test.each([
  ['LOT_SIZE', '100', 'A quantidade precisa ser múltipla do lote de 100.'],
  [
    'INSUFFICIENT_CASH',
    '1234567.50',
    'Saldo insuficiente: há R$\u00a01.234.567,50 disponíveis. Deposite ou compre menos.',
  ],
  ['PRICE_BAND', '20.37 to 37.83', 'O preço precisa ficar no túnel do dia, de 20,37 a 37,83.'],
  ['PRICE_BAND', '37.83', 'O maior preço para esta quantidade é 37,83.'],
  ['QUANTITY_LIMIT', '1 to 99', 'A quantidade precisa ser de 1 a 99.'],
  ['PHASE', null, 'A fase atual do mercado não aceita esta ordem.'],
])('%s with the limit %s has its sentence in Portuguese', (rule, limit, sentence) => {
  expect(text(rule, limit)).toBe(sentence);
});

test.each([
  ['CLOSED', 'O mercado está fechado: envie a ordem a partir do leilão de abertura.'],
  ['AUCTION', /^Em leilão entram só ordens limitadas e de leilão/],
  ['CONTINUOUS', 'Uma ordem de leilão só entra durante um leilão: escolha outra validade.'],
  ['HALTED', 'A negociação está suspensa: envie a ordem depois da retomada.'],
])('the phase %s refuses an order with what it takes', (observed, sentence) => {
  expect(refusalText({ rule: 'PHASE', message: '', limit: null, observed }, 'pt-BR')).toMatch(sentence);
});

test.each([
  ['INVALID_AMOUNT', 'amount', '0.01 to 9.00', '0', 'O valor precisa ser maior que zero.'],
  ['INVALID_AMOUNT', 'amount', '0.01 to 9.00', '-5', 'O valor precisa ser maior que zero.'],
  [
    'INVALID_AMOUNT',
    'amount',
    '0.01 to 9.00',
    '1.005',
    'O valor vai até os centavos: no máximo duas casas decimais.',
  ],
  ['INVALID_AMOUNT', 'amount', '0.01 to 9.00', '9.01', 'A conta não comporta este valor.'],
  [
    'INSUFFICIENT_CASH',
    'quantity',
    '1000.00',
    '28910.55',
    'Saldo insuficiente: a ordem precisa de R$\u00a028.910,55, com os custos, e há R$\u00a01.000,00 disponíveis. Deposite ou compre menos.',
  ],
  [
    'INSUFFICIENT_CASH',
    'amount',
    '1000.00',
    '2000.00',
    'Hoje podem sair da conta no máximo R$\u00a01.000,00.',
  ],
  [
    'INSUFFICIENT_SHARES',
    'quantity',
    '1200',
    '2000',
    'Ações insuficientes: a ordem precisa de 2.000, e há 1.200 disponíveis. Venda menos.',
  ],
  [
    'STOP_PRICE',
    'stopPrice',
    'above 28.50',
    '28.00',
    'O disparo de um stop de compra precisa ficar acima de 28,50, o último preço: senão dispararia na hora.',
  ],
  [
    'STOP_PRICE',
    'stopPrice',
    'below 28.50',
    '29.00',
    'O disparo de um stop de venda precisa ficar abaixo de 28,50, o último preço: senão dispararia na hora.',
  ],
  [
    'STOP_PRICE',
    'limitPrice',
    '29.00 or less',
    '29.10',
    'O preço limite precisa ser o de disparo ou menos: 29,00 ou menos.',
  ],
  [
    'ASSET_NOT_ACTIVE',
    'ticker',
    'ACTIVE',
    'SUSPENDED',
    'A negociação deste ativo está suspensa: envie a ordem quando ela voltar.',
  ],
  ['TICK_SIZE', 'limitPrice', '0.01', '-28', 'O preço precisa ser de ao menos 0,01.'],
  ['TICK_SIZE', 'limitPrice', '0.01', '0.00', 'O preço precisa ser de ao menos 0,01.'],
  ['TICK_SIZE', 'limitPrice', '0.01', '28.905', 'O preço anda de 0,01 em 0,01: 28,90 ou 28,91.'],
  [
    'INVALID_COMBINATION',
    'expiresOn',
    '2026-03-16 or later',
    '2026-03-15',
    'A validade precisa ser de hoje em diante.',
  ],
  [
    'INVALID_COMBINATION',
    'displayQuantity',
    '100 to 1500',
    '50',
    'A quantidade aparente precisa ser múltipla do lote, de 100 a 1.500.',
  ],
  [
    'INVALID_COMBINATION',
    'timeInForce',
    'DAY, GTC',
    'FOK',
    'Este tipo de ordem não tem esta validade: escolha outra.',
  ],
  [
    'INVALID_COMBINATION',
    'minimumQuantity',
    'null',
    '200',
    'Retire a quantidade mínima: esta ordem não a aceita, e ela nunca vai com a quantidade aparente.',
  ],
  [
    'INVALID_COMBINATION',
    'displayQuantity',
    '2000 or more',
    '100',
    'A quantidade aparente precisa ser de 2.000 ou mais.',
  ],
  [
    'INVALID_COMBINATION',
    'quantity',
    'null',
    'null',
    'Tipo, validade e quantidades da ordem se contradizem.',
  ],
  [
    'PHASE',
    'ticker',
    'CONTINUOUS',
    'HALTED',
    'A negociação está suspensa: envie a ordem depois da retomada.',
  ],
  [
    'WEAK_PASSWORD',
    'password',
    '8..128 characters',
    '7 characters',
    'A senha tem 7 caracteres; precisa de 8 a 128.',
  ],
  [
    'WEAK_PASSWORD',
    'password',
    '8..128 characters',
    '1 character',
    'A senha tem 1 caractere; precisa de 8 a 128.',
  ],
  [
    'WEAK_PASSWORD',
    'newPassword',
    null,
    'the present password',
    'A senha nova é igual à atual. Escolha outra.',
  ],
  ['WEAK_PASSWORD', 'password', null, 'the e-mail address', 'A senha é igual ao e-mail. Escolha outra.'],
  [
    'WEAK_PASSWORD',
    'password',
    null,
    null,
    'A senha é fácil demais de adivinhar. Escolha outra, menos comum.',
  ],
  [
    'TOO_MANY_OPEN_ORDERS',
    null,
    '10000',
    '10000',
    'A conta tem 10.000 ordens abertas, o maior número. Cancele algumas, ou espere que terminem.',
  ],
  [
    'ORDER_ENDED',
    'orderId',
    'PENDING, OPEN, PARTIALLY_FILLED',
    'FILLED',
    'A ordem já foi executada e não muda mais. Envie uma ordem nova.',
  ],
  ['ORDER_ENDED', null, null, null, 'A ordem já terminou e não muda mais. Envie uma ordem nova.'],
  [
    'UNKNOWN_COSTS',
    null,
    '2019-01-02',
    '2018-12-28',
    'Os custos de 28/12/2018 não são conhecidos: nada se negocia nesse dia. O primeiro conhecido é 02/01/2019.',
  ],
])(
  '%s of %s with the limit %s and the value %s says what is wrong',
  (rule, field, limit, observed, sentence) => {
    expect(refusalText({ rule, message: '', field, limit, observed }, 'pt-BR')).toBe(sentence);
  },
);

/** Words of programs: fields, queries, values of enums. */
const OF_THE_GRAPH = /`|[a-z][A-Z]|[A-Z]{3,}|_|\bnull\b|undefined/;

test.each(['pt-BR', 'en'] as const)('in %s no sentence speaks of the graph', (locale) => {
  for (const rule of Object.keys(REFUSAL_RULES))
    for (const observed of [null, rule === 'UNKNOWN_COSTS' ? '2018-12-28' : '5']) {
      const limit = rule === 'UNKNOWN_COSTS' ? '2019-01-02' : '100';
      const sentence = refusalText({ rule, message: '', field: null, limit, observed }, locale);
      expect(sentence).not.toMatch(OF_THE_GRAPH);
      expect(sentence).toMatch(/^\p{Lu}.+\.$/u);
    }
});

test("a rule that the desk does not know, and one without the limit that it is about, have the broker's own sentence", () => {
  expect(text('NEW_RULE', '1')).toBe('The broker says no.');
  expect(text('constructor', '1')).toBe('The broker says no.');
  expect(text('LOT_SIZE', null)).toBe('The broker says no.');
  const refusal = {
    rule: 'NEW_RULE',
    message: 'At most 3803.13 on 2026-03-16.',
    limit: null,
    observed: null,
  };
  expect(refusalText(refusal, 'en')).toBe('At most 3,803.13 on 2026-03-16.');
});
