/**
 * Characters that no screen shows, or that change where a screen shows the others: controls, line and paragraph
 * separators, direction controls. With a direction override a name could read as another one.
 */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** A letter, digit, punctuation mark or symbol, except those that fonts draw as nothing (Hangul fillers, a blank Braille pattern). */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * True for a text that other people can see as it is and that every store can hold: at least one visible character, no
 * control characters and no lone surrogates, which UTF-8 cannot encode.
 */
export const isVisibleText = (text: string): boolean =>
  text.isWellFormed() && !CONTROLS.test(text) && VISIBLE.test(text);
