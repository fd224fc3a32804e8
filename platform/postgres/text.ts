/**
 * True when PostgreSQL can store a text: any text without U+0000. No row has a key with U+0000, so a store answers a
 * look-up of such a key without a query.
 */
export const isStorable = (text: string): boolean => !text.includes('\0');
