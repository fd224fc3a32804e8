/** Forms of Unicode that texts are compared in. */
type Form = 'NFC' | 'NFD' | 'NFKC';

/**
 * The text in one form of Unicode; null when it has more than `maxLength` UTF-16 code units. The one place that
 * normalises: a run of combining marks takes time with the square of its length, so 240 KB would block the process for
 * seconds.
 */
export const normalizeText = (text: string, form: Form, maxLength: number): string | null =>
  text.length > maxLength ? null : text.normalize(form);
