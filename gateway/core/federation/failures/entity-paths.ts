import type { ResponsePath } from '@apollo/query-planner';

/** An object of the response and its path. */
interface Place {
  readonly path: ResponsePath;
  readonly value: object;
}

/**
 * Finds the paths of the entities that a fetch asks for. `path` has `@` for each level of lists.
 *
 * The executor leaves out entities of other types and those without the required fields, so a representation may have
 * another index than its entity. One that cannot be found gets the path of the outermost list.
 */
export function entityPaths(
  response: object,
  path: ResponsePath,
  representations: readonly object[],
): ResponsePath[] {
  const places = placesAt(response, path);
  if (places.length === representations.length) return places.map((place) => place.path);
  let next = 0;
  return representations.map((representation) => {
    let at = next;
    while (at < places.length && !contains(places[at]?.value, representation)) at += 1;
    const place = places[at];
    if (!place) return path.slice(0, path.indexOf('@'));
    next = at + 1;
    return place.path;
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Finds the objects at a path. */
function placesAt(response: object, path: ResponsePath): Place[] {
  const below = ({ path: start, value }: Place, step: string | number): Place[] => {
    const entries: [string | number, unknown][] =
      step === '@'
        ? Array.isArray(value)
          ? [...value.entries()]
          : []
        : [[step, (value as Record<string | number, unknown>)[step]]];
    return entries.flatMap(([key, child]) =>
      isObject(child) ? [{ path: [...start, key], value: child }] : [],
    );
  };
  return path.reduce<Place[]>(
    (places, step) => places.flatMap((place) => below(place, step)),
    [{ path: [], value: response }],
  );
}

/** Whether a value has every field of another, with equal values. */
function contains(value: unknown, part: unknown): boolean {
  if (!isObject(value) || !isObject(part)) return value === part;
  return Object.entries(part).every(([key, child]) =>
    contains((value as Record<string, unknown>)[key], child),
  );
}
