import { expect, test } from 'vitest';
import { contextsWith, lazyLoader, type Loader } from './lazy-loader.ts';

interface Base {
  readonly user: string;
}

interface Loaders {
  readonly names: Loader<string, string>;
  readonly sizes: Loader<string, number>;
}

test('a context makes each loader with its first use, once, and from its own fields', async () => {
  const made: string[] = [];
  const contextOf = contextsWith<Base, Loaders>({
    names: ({ user }) => {
      made.push(`names of ${user}`);
      return lazyLoader(async (keys) => keys.map((key) => `${user}:${key}`));
    },
    sizes: ({ user }) => {
      made.push(`sizes of ${user}`);
      return lazyLoader(async (keys) => keys.map((key) => key.length));
    },
  });
  const [ana, rui] = [contextOf({ user: 'ana' }), contextOf({ user: 'rui' })];
  expect(made).toEqual([]);
  expect(await Promise.all([ana.names.load('a'), ana.names.load('b'), rui.names.load('a')])).toEqual([
    'ana:a',
    'ana:b',
    'rui:a',
  ]);
  expect(ana.names).toBe(ana.names);
  expect([ana.user, rui.user]).toEqual(['ana', 'rui']);
  expect(made).toEqual(['names of ana', 'names of rui']);
});
