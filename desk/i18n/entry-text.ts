import type { Locale } from './locale.ts';

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

const WORDS: Readonly<Record<string, string>> = {
  SETTLEMENT: 'liquidação',
  TRADING: 'negociação',
  BROKERAGE: 'corretagem',
};

/** The text of an entry in the user's language; the broker's own for a sentence that this desk does not know. */
export function entryText(description: string, locale: Locale): string {
  if (locale !== 'pt-BR') return description;
  for (const [pattern, sentence] of PT_BR) {
    if (pattern.test(description)) return inBrazil(description.replace(pattern, sentence));
  }
  return description;
}

const inBrazil = (text: string): string =>
  text
    .replace(/\b(\d{4})-(\d\d)-(\d\d)\b/g, '$3/$2/$1')
    .replace(/\b(\d+)\.(\d+)/g, (_number, whole: string, fraction: string) => {
      const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
      return `${grouped},${fraction}`;
    })
    .replace(/\b[A-Z]+\b/g, (word) => (Object.hasOwn(WORDS, word) ? (WORDS[word] ?? word) : word));
