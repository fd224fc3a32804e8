import { StartError } from '#platform/process/start-error.ts';

/** One-line error of a file or folder that cannot be read or written; a bug stays as it is. */
export function fileError(file: string, done: 'read' | 'written', error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  return new StartError(`${file} cannot be ${done}: ${error.code}`, { cause: error });
}
