import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '#platform/process/start-error.ts';

const KEY_BYTES = 32;

/** Loads the key that signs statements between parts; the first start creates it, readable only by its owner. */
export async function loadOrMakeKey(file: string): Promise<{ key: Uint8Array; isNew: boolean }> {
  const found = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found !== null) return { key: decodeKey(found, file), isNew: false };
  const key = randomBytes(KEY_BYTES);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(`${key.toString('base64url')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { key, isNew: true };
}

/** A crash at the first start can truncate the key. No stored data depends on it, so the user may remove it. */
function decodeKey(text: string, file: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'base64url');
  if (key.length >= KEY_BYTES) return key;
  throw new StartError(
    `${file} holds no key of ${KEY_BYTES} bytes: remove it, and the next start makes a new one`,
  );
}
