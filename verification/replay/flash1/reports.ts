import { createHash } from 'node:crypto';

/** Length of a report: type, sequence and up to four fields. */
export const REPORT_STRIDE = 6;

/** Type of a report, with the fields after the sequence. */
export const REPORT = {
  /** side, id, price, quantity */
  ACCEPTED: 0,
  /** price, quantity, id of the maker, id of the taker */
  TRADE: 1,
  /** side, id, price; also for the rest of an IOC order */
  CANCELED: 2,
  /** side, id, price, quantity; follows the trades of the modified order */
  MODIFIED: 3,
  /** id */
  CANCEL_OF_UNKNOWN: 4,
  /** id */
  MODIFY_OF_UNKNOWN: 5,
} as const;

/** Fields of a report by type, type and sequence included. */
const FIELD_COUNTS = [5, 5, 4, 5, 2, 2];

/** Expected reports of a message; trades and expired IOC orders add to one. The array grows beyond it. */
const REPORTS_PER_MESSAGE = 1.25;

/** Reports as rows of integers; their text is made afterwards. */
export class ReportRows {
  /** Rows of REPORT_STRIDE integers. A longer copy replaces it when it is full. */
  rows: Int32Array;
  /** Integers written. */
  length = 0;

  /** Reserves memory for the reports of `expectedMessages`. */
  constructor(expectedMessages: number) {
    this.rows = new Int32Array(Math.ceil((expectedMessages + 1_024) * REPORTS_PER_MESSAGE) * REPORT_STRIDE);
  }

  push(type: number, sequence: number, first: number, second = 0, third = 0, fourth = 0): void {
    if (this.length === this.rows.length) this.grow();
    const { rows, length } = this;
    rows[length] = type;
    rows[length + 1] = sequence;
    rows[length + 2] = first;
    rows[length + 3] = second;
    rows[length + 4] = third;
    rows[length + 5] = fourth;
    this.length = length + REPORT_STRIDE;
  }

  clear(): void {
    this.length = 0;
  }

  /** SHA-256 of the reports as text: fields joined by commas, reports by newlines without a last one. */
  hash(): string {
    const { length } = this;
    const hash = createHash('sha256');
    const lines: string[] = [];
    for (let at = 0; at < length; at += REPORT_STRIDE) {
      lines.push(this.textAt(at));
      if (lines.length < 65_536) continue;
      hash.update(lines.join('\n'));
      lines.length = 0;
      if (at + REPORT_STRIDE < length) lines.push('');
    }
    return hash.update(lines.join('\n')).digest('hex');
  }

  /** The report that begins at an index, as text. Ids and prices are unsigned. */
  textAt(at: number): string {
    const { rows } = this;
    const type = rows[at]!;
    let text = `${type}`;
    for (let field = 1; field <= FIELD_COUNTS[type]!; field++) text += `,${rows[at + field]! >>> 0}`;
    return text;
  }

  private grow(): void {
    const rows = new Int32Array(this.rows.length * 2);
    rows.set(this.rows);
    this.rows = rows;
  }
}
