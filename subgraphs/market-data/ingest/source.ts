/** A file of quotes. It may be read more than once. */
export interface QuoteFile {
  readonly name: string;
  read(): AsyncIterable<Uint8Array>;
}

/** A source of files of quotes. A file is listed until it is accepted or parked. */
export interface QuoteSource {
  /** Waiting files in the order of their names. */
  waiting(): Promise<readonly QuoteFile[]>;
  /** Marks a file as imported; it is not listed again. */
  accept(file: QuoteFile): Promise<void>;
  /** Moves a bad file, with the reason, to where an operator finds it. */
  park(file: QuoteFile, reason: string): Promise<void>;
}
