import { expect, test } from 'vitest';
import { refusalText } from './refusal-text.ts';

const text = (rule: string, limit: string | null, locale: 'pt-BR' | 'en' = 'pt-BR') =>
  refusalText({ rule, message: 'The broker says no.', limit, observed: null }, locale);

test.each([
  ['LOT_SIZE', '100', 'A quantidade precisa ser múltipla do lote de 100.'],
  ['INSUFFICIENT_CASH', '1234567.50', 'Saldo insuficiente: há R$ 1.234.567,50 disponíveis.'],
  ['PRICE_BAND', '20.37 to 37.83', 'O preço precisa ficar no túnel do dia, de 20,37 a 37,83.'],
  ['PRICE_BAND', '37.83', 'O maior preço para esta quantidade é 37,83.'],
  ['QUANTITY_LIMIT', '1 to 99', 'A quantidade precisa ser de 1 a 99.'],
  ['PHASE', null, 'A fase atual do mercado não aceita esta ordem.'],
])('%s with the limit %s has its sentence in Portuguese', (rule, limit, sentence) => {
  expect(text(rule, limit)).toBe(sentence);
});

test("a rule that the desk does not know, and English, have the broker's own sentence", () => {
  expect(text('NEW_RULE', '1')).toBe('The broker says no.');
  expect(text('constructor', '1')).toBe('The broker says no.');
  expect(text('LOT_SIZE', '100', 'en')).toBe('The broker says no.');
});
