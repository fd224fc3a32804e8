/**
 * Whether PostgreSQL can hold a text: everything but U+0000, which it takes for an error. No row has a key with it, so a
 * store answers a look-up for one without asking.
 */
export const isStorable = (text: string): boolean => !text.includes('\0');
