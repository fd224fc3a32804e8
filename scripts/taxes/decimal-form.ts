import { BadLine } from './bad-line.ts';

/** PLAIN: a point before the decimals. BRAZILIAN: a comma before them, and points between thousands. */
export type DecimalForm = 'PLAIN' | 'BRAZILIAN';

/** Finds the form of a file's numbers while it is read. */
export interface FileForm {
  /**
   * Form in which a number is read. `1.026` has two readings: it follows the numbers before it, else the separator of the
   * file. A number of the other form, before or after it, refuses it.
   *
   * @throws BadLine with the line of the number that has two readings
   */
  of(line: number, text: string): DecimalForm;
}

interface Seen {
  readonly line: number;
  readonly text: string;
}

/** One point and three places: one shape for 1,026 and for 1.026. A number below one has no thousands. */
export const TWO_READINGS = /^[1-9]\d{0,2}\.\d{3}$/;
const SEVERAL_POINTS = /\..*\./;

/** Files with semicolons leave the comma to decimals. */
export function createFileForm(separator: ',' | ';'): FileForm {
  const fallback: DecimalForm = separator === ';' ? 'BRAZILIAN' : 'PLAIN';
  /** First number that has one reading alone, by form, and first that has two, by the form in which it was read. */
  const certain = new Map<DecimalForm, Seen>();
  const chosen = new Map<DecimalForm, Seen>();
  const other = (form: DecimalForm): DecimalForm => (form === 'PLAIN' ? 'BRAZILIAN' : 'PLAIN');
  const see = (form: DecimalForm, seen: Seen): DecimalForm => {
    if (certain.has(form)) return form;
    certain.set(form, seen);
    const contrary = chosen.get(other(form));
    if (contrary) throw twoReadings(contrary, seen);
    return form;
  };
  return {
    of: (line, text) => {
      if (text.includes(',')) return see('BRAZILIAN', { line, text });
      if (!text.includes('.')) return fallback;
      if (SEVERAL_POINTS.test(text)) return see('BRAZILIAN', { line, text });
      if (!TWO_READINGS.test(text)) return see('PLAIN', { line, text });
      const [first] = [...certain.keys()];
      const form = first ?? fallback;
      const contrary = certain.get(other(form));
      if (contrary) throw twoReadings({ line, text }, contrary);
      if (!chosen.has(form)) chosen.set(form, { line, text });
      return form;
    },
  };
}

const twoReadings = ({ line, text }: Seen, contrary: Seen): BadLine => {
  const digits = text.replace('.', '');
  return new BadLine(
    line,
    `'${text}' may be ${digits} or ${text.replace('.', ',')}, since line ${contrary.line} has '${contrary.text}': write ${digits} for the thousands, or more or fewer decimal places`,
  );
};
