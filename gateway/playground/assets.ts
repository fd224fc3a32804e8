import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type * as graphiql from '@graphql-yoga/render-graphiql/graphiql';

type GraphiqlAssets = typeof graphiql;

export const JAVASCRIPT = 'text/javascript; charset=utf-8';

/** Scripts and styles of GraphiQL, by the name under which the page requests them. Nothing comes from another host. */
const ASSETS: Readonly<Record<string, { type: string; read: (assets: GraphiqlAssets) => string }>> = {
  'graphiql.js': { type: JAVASCRIPT, read: ({ js }) => js },
  'graphiql.css': { type: 'text/css; charset=utf-8', read: ({ css }) => css },
  'editor.worker.js': { type: JAVASCRIPT, read: ({ editorWorkerService }) => editorWorkerService },
  'json.worker.js': { type: JAVASCRIPT, read: ({ jsonWorker }) => jsonWorker },
  'graphql.worker.js': { type: JAVASCRIPT, read: ({ graphqlWorker }) => graphqlWorker },
};

/** Encodings of an asset, the preferred one first. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** A script or style of the playground, encoded once: all answers share its buffers, also those that a client never reads. */
export interface PlaygroundAsset {
  readonly type: string;
  readonly etag: string;
  readonly bodies: Readonly<Record<Encoding, Buffer>>;
}

/** The assets of the playground; null for an unknown name. */
export type ReadAsset = (name: string) => Promise<PlaygroundAsset> | null;

/** Creates the reader of assets. Each is read and compressed at its first request. */
export function createAssets(): ReadAsset {
  const encoded = new Map<string, Promise<PlaygroundAsset>>();
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

async function encode(type: string, identity: Buffer): Promise<PlaygroundAsset> {
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }),
    promisify(gzip)(identity),
  ]);
  const etag = createHash('sha256').update(identity).digest('base64url').slice(0, 16);
  return { type, etag, bodies: { br, gzip: zipped, identity } };
}
