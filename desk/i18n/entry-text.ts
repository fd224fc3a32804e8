import type { Locale } from './locale.ts';
import { dayInBrazil, dayInEnglish, grouped, withNumbers } from './numbers-in-text.ts';

/** The broker's sentences of a statement in Portuguese; `subgraphs/wallet` and `domain/ledger` write them in English. */
const PT_BR: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [/^Deposit$/, 'Depósito em dinheiro'],
  [/^Withdrawal$/, 'Retirada em dinheiro'],
  [/^Bought (\S+) (\S+) at (\S+)$/, 'Compra de $1 $2 a $3'],
  [/^Sold (\S+) (\S+) at (\S+)$/, 'Venda de $1 $2 a $3'],
  [/^(.+) no longer reserved for an order$/, '$1 de volta de uma ordem'],
  [/^(.+) reserved for an order$/, '$1 para uma ordem'],
  [/^Provisional costs of (\S+) (\S+): (.+)$/, 'Custos provisórios de $1 $2: $3'],
  [/^Costs of note (\S+) of (\S+): none$/, 'Custos da nota $1 de $2: nenhum'],
  [/^Costs of note (\S+) of (\S+): (.+)$/, 'Custos da nota $1 de $2: $3'],
  [/^Custody transfer of (\S+) (\S+), cost (\S+)$/, 'Transferência de custódia de $1 $2, custo R$$ $3'],
  [/^Settlement of (\S+): (.+) delivered$/, 'Liquidação de $1: $2 a crédito'],
  [/^Settlement of (\S+): (.+) received$/, 'Liquidação de $1: $2 a débito'],
  [
    /^Income tax withheld from day trades, note (\S+) of (\S+)$/,
    'Imposto retido de day trades, nota $1 de $2',
  ],
  [/^Income tax withheld from sales, note (\S+) of (\S+)$/, 'Imposto retido de vendas, nota $1 de $2'],
];

const COSTS = ['SETTLEMENT', 'TRADING', 'BROKERAGE'] as const;

const WORDS: Readonly<Record<(typeof COSTS)[number], string>> = {
  SETTLEMENT: 'liquidação',
  TRADING: 'negociação',
  BROKERAGE: 'corretagem',
};

const DAY = /\b\d{4}-\d\d-\d\d\b/g;

/** The text of an entry in the user's language; the broker's own for a sentence that this desk does not know. */
export function entryText(description: string, locale: Locale): string {
  if (locale !== 'pt-BR') return inEnglish(description);
  for (const [pattern, sentence] of PT_BR) {
    if (pattern.test(description)) return inBrazil(description.replace(pattern, sentence));
  }
  return description;
}

/** True for a text that says no more than the entry's kind: a deposit is a `Deposit`. */
export const isKindAlone = (description: string, kind: string): boolean => description.toUpperCase() === kind;

const inBrazil = (text: string): string =>
  withCosts(
    withNumbers(text, (whole, fraction) => `${grouped(whole, '.')}${fraction?.replace('.', ',') ?? ''}`),
    (cost) => WORDS[cost],
  ).replace(DAY, dayInBrazil);

const inEnglish = (text: string): string =>
  withCosts(
    withNumbers(text, (whole, fraction) => `${grouped(whole, ',')}${fraction ?? ''}`),
    (cost) => cost.toLowerCase(),
  )
    .replace(/R\$ (?=\d)|(?<=, cost )(?=\d)/g, 'R$')
    .replace(DAY, dayInEnglish);

const withCosts = (text: string, nameOf: (cost: (typeof COSTS)[number]) => string): string =>
  COSTS.reduce((named, cost) => named.replace(new RegExp(`\\b${cost}\\b`, 'g'), nameOf(cost)), text);
