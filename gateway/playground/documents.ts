/** A document of the project that the playground links to. */
interface LinkedDocument {
  /** Its name below the playground. */
  readonly name: string;
  readonly title: string;
  /** Its file, from the project's root. */
  readonly file: string;
}

export const DOCUMENTS: readonly LinkedDocument[] = [
  { name: 'README.md', title: 'README', file: 'README.md' },
  { name: 'ERRORS.md', title: 'Errors and refusals', file: 'docs/ERRORS.md' },
  { name: 'SDK.md', title: 'SDK', file: 'sdk/README.md' },
];
