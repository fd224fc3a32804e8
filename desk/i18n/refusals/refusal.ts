import type { RefusalRule } from '#domain/refusal.ts';
import { nearestPrices } from '../nearest-prices.ts';
import { grouped, withNumbers } from '../numbers-in-text.ts';

/** A refusal of the broker. */
export interface ShownRefusal {
  readonly rule: string;
  readonly message: string;
  readonly limit: string | null;
  readonly observed: string | null;
  /** The input field that breaks the rule. */
  readonly field?: string | null;
}

/**
 * The sentences of a language, one a rule: the broker's own are for programs, and name fields and queries. A sentence gets the limit as the
 * language writes it, empty without one.
 */
export type Sentences = Readonly<Record<RefusalRule, (limit: string, refusal: ShownRefusal) => string>>;

/** The prices next to one that is between two ticks. */
export const pricesInstead = ({ rule, observed, limit }: ShownRefusal): readonly string[] =>
  rule === 'TICK_SIZE' && observed !== null && limit !== null ? nearestPrices(observed, limit) : [];

export const isPositive = (price: string | null): boolean =>
  price === null || (!price.startsWith('-') && /[1-9]/.test(price));

/** Numbers of the graph as English has them: `1234.50` is `1,234.50`. */
export const numbersInEnglish = (text: string): string =>
  withNumbers(text, (whole, fraction) => `${grouped(whole, ',')}${fraction ?? ''}`);

/** Numbers of the graph as Brazilians write them: `1234.50` is `1.234,50`, a range has an `a`. */
export const numbersInBrazil = (text: string): string =>
  text
    .replace(' to ', ' a ')
    .replace(' or later', ' ou depois')
    .replace(' or more', ' ou mais')
    .replace(' or less', ' ou menos')
    .replace('above ', 'acima de ')
    .replace('below ', 'abaixo de ')
    .replace(/\d+(\.\d+)?/g, (number) => {
      const [whole = '', fraction] = number.split('.');
      return fraction === undefined ? grouped(whole, '.') : `${grouped(whole, '.')},${fraction}`;
    });
