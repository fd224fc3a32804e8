import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { giveTo, type Owner } from './owner.ts';

/**
 * Creates the folder of the server's socket. A socket path may have 107 bytes at most, so the folder lies in the
 * temporary folder; its name is a hash of the data folder's path.
 */
export async function makeSocketDir(dataDir: string, owner: Owner): Promise<string> {
  const name = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 12);
  const socketDir = path.join(tmpdir(), `my-broker-b3-${name}`);
  await mkdir(socketDir, { recursive: true, mode: 0o700 });
  await giveTo(owner, socketDir);
  return socketDir;
}
