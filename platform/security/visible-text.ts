/**
 * True for a text that every screen and every store can hold: no control characters and no lone surrogates, which UTF-8
 * cannot encode.
 */
export const isVisibleText = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);
