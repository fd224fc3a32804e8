import type { ErrorCode } from '../graphql/errors.ts';

/** The body of every error that a server answers. */
export const errorAnswer = (message: string, code: ErrorCode) => ({
  errors: [{ message, extensions: { code } }],
});
