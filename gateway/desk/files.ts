import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ifExists } from '#platform/files/exists.ts';
import { JAVASCRIPT, STYLE, type Asset } from '../pages/send-asset.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': JAVASCRIPT,
  '.css': STYLE,
  '.svg': 'image/svg+xml',
};

/** A built file by its name; null when there is none. */
export type ReadDeskFile = (name: string) => Promise<Asset | null>;

/** Names that `scripts/desk/build.ts` gives: no path leads out of the folder. */
const NAME = /^[a-z]+(-[A-Z0-9]{8})?\.(html|js|css|svg)$/;

/** Creates the reader of the desk's built files, each with its compressed forms. It keeps those that exist. */
export function createDeskFiles(folder: string): ReadDeskFile {
  const known = new Map<string, Asset>();
  return async (name) => {
    const present = known.get(name);
    if (present) return present;
    const asset = NAME.test(name) ? await readAsset(path.join(folder, name)) : null;
    if (asset) known.set(name, asset);
    return asset;
  };
}

async function readAsset(file: string): Promise<Asset | null> {
  const [identity, br, gzip] = await Promise.all(
    [file, `${file}.br`, `${file}.gz`].map((one) => ifExists(readFile(one))),
  );
  if (!identity || !br || !gzip) return null;
  const etag = createHash('sha256').update(identity).digest('base64url').slice(0, 16);
  return {
    type: TYPES[path.extname(file)] ?? 'application/octet-stream',
    etag,
    bodies: { br, gzip, identity },
  };
}
