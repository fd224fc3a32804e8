/** Bytes of a journal that do not say what they should; the message says what is wrong. */
export class UnreadableBytes extends Error {
  override readonly name = 'UnreadableBytes';
}

/** Reads what a ByteWriter wrote. Whatever the bytes are, it ends or throws UnreadableBytes. */
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

  text(): string {
    const text = this.optionalText();
    if (text === null) throw new UnreadableBytes('a text repeats none');
    return text;
  }

  repeatable(column: number): string {
    const text = this.optionalText() ?? this.memo[column];
    if (text === undefined) throw new UnreadableBytes('a text repeats none');
    this.memo[column] = text;
    return text;
  }

  /** One of a list, by its position. */
  oneOf<T>(values: readonly T[], position: number): T {
    const value = values[position];
    if (value === undefined) throw new UnreadableBytes(`there is no value ${position} of ${values.length}`);
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
