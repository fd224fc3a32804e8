import { post, RawSocket } from '../raw.ts';
import { documentOf, type RootKind } from './documents.ts';
import type { GraphMap } from './graph-map.ts';
import type { Emptied, Json, JsonObject, Path } from './remainder.ts';
import type { Scene } from './scene.ts';

/** The result of one root field: of a query or mutation over HTTP, or the first frame of a stream. */
export interface Result {
  readonly data: JsonObject | null;
  readonly errors: readonly { readonly path: Path; readonly code: string }[];
  /** True when a stream ended instead of delivering an event. */
  readonly hasEnded: boolean;
}

interface ErrorView {
  readonly path?: Path;
  readonly extensions?: { readonly code?: string };
}
interface Payload {
  readonly data?: JsonObject | null;
  readonly errors?: readonly ErrorView[];
}

/** Runs operations of single root fields. */
export interface Client {
  run(kind: RootKind, field: string, variables: object): Promise<Result>;
  close(): void;
}

/** Connects to the broker of a scene. */
export async function connect(scene: Scene, { schema }: GraphMap): Promise<Client> {
  const socket = await RawSocket.open(scene.url, { authorization: `Bearer ${scene.token}` });
  await socket.next();
  let streams = 0;
  return {
    run: async (kind, field, variables) => {
      const query = documentOf(schema, kind, field, variables);
      if (kind !== 'Subscription') {
        const { body } = await post(scene.url, query, { variables, token: scene.tokenOf(field) });
        return resultOf(body as Payload, false);
      }
      const id = `${field} ${(streams += 1)}`;
      socket.subscribe(id, query, variables);
      const frame = await socket.next(id);
      if (frame.type === 'next') socket.send({ id, type: 'complete' });
      const hasEnded = frame.type !== 'next';
      const payload = hasEnded
        ? { errors: frame.payload as readonly ErrorView[] }
        : (frame.payload as Payload);
      return resultOf(payload, hasEnded);
    },
    close: () => socket.close(),
  };
}

const resultOf = ({ data = null, errors = [] }: Payload, hasEnded: boolean): Result => ({
  data,
  errors: errors.map(({ path = [], extensions }) => ({ path, code: extensions?.code ?? '' })),
  hasEnded,
});

const textOf = (path: Path): string => path.join('.');

/**
 * The places of a result's errors. An error at or below an outermost null counts for that null; any other, and each that is not
 * SERVICE_UNAVAILABLE, is shown with its own path and code.
 */
export function placesOf({ errors }: Result, emptied: readonly Emptied[]): string[] {
  const places = errors.map(({ path, code }) => {
    const place = emptied.find((one) => one.path.every((step, at) => path[at] === step));
    return code === 'SERVICE_UNAVAILABLE' && place ? textOf(place.path) : `${textOf(path)} ${code}`;
  });
  return [...new Set(places)].sort();
}

export const nullsOf = (emptied: readonly Emptied[]): string[] =>
  [...new Set(emptied.map(({ path }) => textOf(path)))].sort();

/** The shape of data: true in place of each value that is no object. For results that differ from call to call. */
export function shapeOf(data: Json): Json {
  if (Array.isArray(data)) return (data as readonly Json[]).map(shapeOf);
  if (typeof data !== 'object' || data === null) return data === null ? null : true;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, shapeOf(value)]));
}
