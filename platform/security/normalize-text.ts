/** Unicode normalization forms. */
type Form = 'NFC' | 'NFD' | 'NFKC';

/**
 * Normalizes a text; null when it has more than `maxLength` UTF-16 code units. No other place normalizes texts: the time
 * for a run of combining marks grows with the square of its length, so 240 KB would block the process for seconds.
 */
export const normalizeText = (text: string, form: Form, maxLength: number): string | null =>
  text.length > maxLength ? null : text.normalize(form);
