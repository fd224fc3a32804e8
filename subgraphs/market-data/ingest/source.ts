/** A file of quotes, wherever it lies. It may be read more than once. */
export interface QuoteFile {
  readonly name: string;
  read(): AsyncIterable<Uint8Array>;
}

/** Where files of quotes appear. Each that is handed out is accepted or parked, or handed out again. */
export interface QuoteSource {
  /** Files that wait, in the order of their names. */
  waiting(): Promise<readonly QuoteFile[]>;
  /** It was taken in, now or before: it does not come again. */
  accept(file: QuoteFile): Promise<void>;
  /** It cannot be taken in: it is put aside with the reason, for a person to look at. */
  park(file: QuoteFile, reason: string): Promise<void>;
}
