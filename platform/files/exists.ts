import { access } from 'node:fs/promises';

/** Whether this process finds a file or a folder at a path. */
export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
