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

/** `16/03/2026` of `2026-03-16`. */
export const dayInBrazil = (day: string): string => day.split('-').reverse().join('/');

const ENGLISH_DAY = new Intl.DateTimeFormat('en', {
  ...{ day: 'numeric', month: 'short', year: 'numeric' },
  timeZone: 'UTC',
});

/** `Mar 16, 2026` of `2026-03-16`. */
export const dayInEnglish = (day: string): string => ENGLISH_DAY.format(new Date(`${day}T00:00:00Z`));
