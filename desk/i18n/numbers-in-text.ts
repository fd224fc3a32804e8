/** A number that stands alone: no part of a ticker, a day or an id. */
const NUMBER = /(?<![\w.-])(\d+)(\.\d+)?(?![\w-]|\.\d)/g;

/** A sentence of the broker with its numbers written in another way. `fraction` begins with its point. */
export const withNumbers = (
  sentence: string,
  write: (whole: string, fraction: string | undefined) => string,
): string =>
  sentence.replace(NUMBER, (_all, whole: string, fraction: string | undefined) => write(whole, fraction));

/** `1,234` of `1234`. */
export const grouped = (whole: string, mark: ',' | '.'): string => whole.replace(/\B(?=(\d{3})+$)/g, mark);
