/** A program file of this project with its arguments. */
export interface ProgramRun {
  readonly file: string;
  readonly args: readonly string[];
}

export interface ProgramResult {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
  /** Kinds of the handles that the program left open. */
  readonly handles: readonly string[];
}
