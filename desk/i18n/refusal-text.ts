import type { RefusalRule } from '#domain/refusal.ts';
import type { Locale } from './locale.ts';
import { ENGLISH } from './refusals/english.ts';
import { PORTUGUESE } from './refusals/portuguese.ts';
import { numbersInBrazil, numbersInEnglish, type Sentences, type ShownRefusal } from './refusals/refusal.ts';

export { pricesInstead, type ShownRefusal } from './refusals/refusal.ts';

interface RefusalLanguage {
  readonly sentences: Sentences;
  readonly numbers: (text: string) => string;
}

const LANGUAGES: Readonly<Record<Locale, RefusalLanguage>> = {
  'pt-BR': { sentences: PORTUGUESE, numbers: numbersInBrazil },
  en: { sentences: ENGLISH, numbers: numbersInEnglish },
};

/** Rules whose sentences are about their limit. An error of the SDK has none. */
const LIMITED: ReadonlySet<RefusalRule> = new Set<RefusalRule>([
  'QUANTITY_LIMIT',
  'LOT_SIZE',
  'TICK_SIZE',
  'PRICE_BAND',
  'STOP_PRICE',
  'INSUFFICIENT_CASH',
  'INSUFFICIENT_SHARES',
  'TOO_MANY_OPEN_ORDERS',
]);

/** The reason of a refusal in the user's language; the broker's own sentence for a rule that this desk does not know. */
export function refusalText(refusal: ShownRefusal, locale: Locale): string {
  const { rule, message, limit } = refusal;
  const { sentences, numbers } = LANGUAGES[locale];
  if (!isKnown(rule) || (limit === null && LIMITED.has(rule))) return numbersInEnglish(message);
  return sentences[rule](limit === null ? '' : numbers(limit), refusal);
}

const isKnown = (rule: string): rule is RefusalRule => Object.hasOwn(ENGLISH, rule);
