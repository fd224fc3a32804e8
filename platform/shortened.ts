/** Longest text of a caller that a message repeats, in characters. */
const MAX_SHOWN = 80;

/** The begin of a text, for messages: a caller's text may be long, and no answer repeats all of it. */
export const shortened = (text: string, maxLength = MAX_SHOWN): string =>
  text.length > maxLength ? `${text.slice(0, maxLength - 3)}...` : text;
