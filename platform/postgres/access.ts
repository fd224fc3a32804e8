import { rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { PRIVATE_FILE_MODE } from '../files/private-folder.ts';

/** PostgreSQL's files of who may connect. They lie beside the cluster, so the server's user cannot change them. */
export interface AccessFiles {
  readonly hba: string;
  readonly ident: string;
}

/** The map of operating-system users to database users. */
const MAP = 'broker';

/**
 * Lets this process's user alone connect over the socket: the kernel reports who connects (`peer`), so no password is
 * needed and no other user gets in, not even the one that the server runs as. TCP needs the password.
 */
export async function writeAccess(dataDir: string): Promise<AccessFiles> {
  const files = { hba: path.join(dataDir, 'pg_hba.conf'), ident: path.join(dataDir, 'pg_ident.conf') };
  await replace(
    files.hba,
    [`local all postgres peer map=${MAP}`, 'host all postgres 127.0.0.1/32 scram-sha-256'].join('\n'),
  );
  const user = userInfo().username.replaceAll('"', '""');
  await replace(files.ident, `${MAP} "${user}" postgres`);
  return files;
}

/** Removes the old file first: an existing one would keep its mode. */
async function replace(file: string, text: string): Promise<void> {
  await rm(file, { force: true });
  await writeFile(file, `${text}\n`, { mode: PRIVATE_FILE_MODE });
}
