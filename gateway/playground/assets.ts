import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type * as graphiql from '@graphql-yoga/render-graphiql/graphiql';
import { JAVASCRIPT, STYLE, type Asset } from '../pages/send-asset.ts';

type GraphiqlAssets = typeof graphiql;

/** Scripts and styles of GraphiQL, by the name under which the page requests them. Nothing comes from another host. */
const ASSETS: Readonly<Record<string, { type: string; read: (assets: GraphiqlAssets) => string }>> = {
  'graphiql.js': { type: JAVASCRIPT, read: ({ js }) => js },
  'graphiql.css': { type: STYLE, read: ({ css }) => css },
  'editor.worker.js': { type: JAVASCRIPT, read: ({ editorWorkerService }) => editorWorkerService },
  'json.worker.js': { type: JAVASCRIPT, read: ({ jsonWorker }) => jsonWorker },
  'graphql.worker.js': { type: JAVASCRIPT, read: ({ graphqlWorker }) => graphqlWorker },
};

/** The assets of the playground; null for an unknown name. */
export type ReadAsset = (name: string) => Promise<Asset> | null;

/** Creates the reader of assets. Each is read and compressed at its first request. */
export function createAssets(): ReadAsset {
  const encoded = new Map<string, Promise<Asset>>();
  return (name) => {
    const asset = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
    if (!asset) return null;
    const present = encoded.get(name);
    if (present) return present;
    const made = import('@graphql-yoga/render-graphiql/graphiql').then((texts) =>
      encode(asset.type, Buffer.from(asset.read(texts))),
    );
    encoded.set(name, made);
    return made;
  };
}

/** Brotli's quality from which on it takes seconds for the editor's five megabytes. */
const QUALITY = 5;

async function encode(type: string, identity: Buffer): Promise<Asset> {
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }),
    promisify(gzip)(identity),
  ]);
  const etag = createHash('sha256').update(identity).digest('base64url').slice(0, 16);
  return { type, etag, bodies: { br, gzip: zipped, identity } };
}
