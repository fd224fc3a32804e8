/** A document that the playground links to. The gateway serves it, because llms.txt links to it as well. */
interface LinkedDocument {
  readonly title: string;
  /** Its path in the project, which is its address as well. */
  readonly file: string;
}

export const DOCUMENTS: readonly LinkedDocument[] = [
  { title: 'README', file: 'README.md' },
  { title: 'Errors and refusals', file: 'docs/ERRORS.md' },
  { title: 'SDK', file: 'sdk/README.md' },
];
