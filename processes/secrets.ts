import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ifExists } from '#platform/files/exists.ts';
import { PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE } from '#platform/files/private-folder.ts';
import { StartError } from '#platform/process/start-error.ts';

const KEY_BYTES = 32;

/** Loads the key that signs statements between parts; the first start creates it, readable only by its owner. */
export async function loadOrMakeKey(file: string): Promise<{ key: Uint8Array; isNew: boolean }> {
  const found = await ifExists(readFile(file, 'utf8'));
  if (found !== null) return { key: decodeKey(found, file), isNew: false };
  const key = randomBytes(KEY_BYTES);
  await mkdir(path.dirname(file), { recursive: true, mode: PRIVATE_FOLDER_MODE });
  const handle = await open(file, 'wx', PRIVATE_FILE_MODE);
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
