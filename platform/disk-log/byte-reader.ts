/** Bytes that are not a valid encoding; the message says what is wrong. */
export class UnreadableBytes extends Error {
  override readonly name = 'UnreadableBytes';
}

/** Reads what a ByteWriter wrote. On any other bytes it ends or throws UnreadableBytes. */
export class ByteReader {
  private at = 0;
  private readonly memo: (string | undefined)[] = [];

  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new UnreadableBytes('a value is cut off');
    this.at += 1;
    return value;
  }

  uint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (!Number.isSafeInteger(value) || scale > Number.MAX_SAFE_INTEGER)
        throw new UnreadableBytes('a number is too large');
      if (byte < 0x80) return value;
    }
  }

  /** Reads bytes that were written raw: a view of the buffer. */
  raw(length: number): Buffer {
    const end = this.at + length;
    if (end > this.bytes.length) throw new UnreadableBytes('a value is cut off');
    const value = this.bytes.subarray(this.at, end);
    this.at = end;
    return value;
  }

  text(): string {
    const text = this.optionalText();
    if (text === null) throw new UnreadableBytes('there is no text to repeat');
    return text;
  }

  repeatable(column: number): string {
    const text = this.optionalText() ?? this.memo[column];
    if (text === undefined) throw new UnreadableBytes('there is no text to repeat');
    this.memo[column] = text;
    return text;
  }

  /** The value at a position of a list. */
  oneOf<T>(values: readonly T[], position: number): T {
    const value = values[position];
    if (value === undefined)
      throw new UnreadableBytes(`a list of ${values.length} values has no position ${position}`);
    return value;
  }

  private optionalText(): string | null {
    const header = this.uint();
    if (header === 0) return null;
    const isWide = header % 2 === 0;
    const end = this.at + (isWide ? header - 2 : (header - 1) / 2);
    if (end > this.bytes.length) throw new UnreadableBytes('a text is cut off');
    const text = this.bytes.toString(isWide ? 'utf16le' : 'latin1', this.at, end);
    this.at = end;
    return text;
  }
}
