import { normalizeText } from '#platform/security/normalize-text.ts';

/** A rectangle of a page, in points from its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TextStyle {
  readonly size: number;
  readonly isBold?: boolean;
  readonly align?: 'left' | 'right' | 'center';
}

/** Draws frames and single lines of text on the current page. */
export interface Pen {
  frame(box: Box): void;
  /** A line of text; cut off with an ellipsis where it does not fit. `y` is its top. */
  text(text: string, x: number, y: number, width: number, style: TextStyle): void;
  /** A frame with a small label and a value below it. */
  field(box: Box, label: string, value: string, style?: TextStyle): void;
  line(x1: number, y1: number, x2: number, y2: number): void;
}

const LABEL: TextStyle = { size: 5.5 };
const VALUE: TextStyle = { size: 8 };
const PADDING = 3;
const ELLIPSIS = '…';

export function createPen(document: PDFKit.PDFDocument): Pen {
  const fit = (text: string, width: number): string => {
    if (document.widthOfString(text) <= width) return text;
    let length = text.length;
    while (length > 0 && document.widthOfString(text.slice(0, length) + ELLIPSIS) > width) length -= 1;
    return text.slice(0, length) + ELLIPSIS;
  };
  const text: Pen['text'] = (content, x, y, width, { size, isBold = false, align = 'left' }) => {
    if (content === '') return;
    document.font(isBold ? 'Helvetica-Bold' : 'Helvetica').fontSize(size);
    const fitting = fit(printable(content), width);
    const free = width - document.widthOfString(fitting);
    const indent = align === 'left' ? 0 : align === 'right' ? free : free / 2;
    document.text(fitting, x + indent, y, { lineBreak: false });
  };
  const frame: Pen['frame'] = ({ x, y, width, height }) => {
    document.lineWidth(0.5).rect(x, y, width, height).stroke();
  };
  return {
    frame,
    text,
    field: (box, label, value, style = VALUE) => {
      frame(box);
      const inner = box.width - 2 * PADDING;
      text(label, box.x + PADDING, box.y + 2, inner, LABEL);
      text(value, box.x + PADDING, box.y + 9, inner, style);
    },
    line: (x1, y1, x2, y2) => {
      document.lineWidth(0.5).moveTo(x1, y1).lineTo(x2, y2).stroke();
    },
  };
}

/** No field of a sheet holds more characters. */
const MAX_CHARACTERS = 200;

/** Latin letters of the standard fonts (Windows-1252); a character outside loses its marks or becomes a question mark. */
export function printable(text: string): string {
  const shown = text.slice(0, MAX_CHARACTERS);
  return [...(normalizeText(shown, 'NFC', MAX_CHARACTERS) ?? shown)]
    .map((character) => (isLatin(character) ? character : baseOf(character)))
    .join('');
}

/** Characters of Windows-1252 beyond Latin-1. */
const WINDOWS_1252 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

const isLatin = (character: string): boolean =>
  /^[\u0020-\u007e\u00a0-\u00ff]$/.test(character) || WINDOWS_1252.includes(character);

function baseOf(character: string): string {
  const base = normalizeText(character, 'NFD', character.length)?.replace(/\p{M}/gu, '') ?? '';
  return base !== '' && [...base].every(isLatin) ? base : '?';
}
