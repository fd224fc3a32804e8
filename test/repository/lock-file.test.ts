import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles, root } from './source-files.ts';

interface Package {
  readonly version?: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const read = (file: string): unknown => JSON.parse(readFileSync(`${root}/${file}`, 'utf8'));
const { packages } = read('package-lock.json') as { packages: Readonly<Record<string, Package>> };
const { overrides } = read('package.json') as { overrides: Readonly<Record<string, string>> };

const FOLDER = 'node_modules/';

/** The package that a package finds under a name: its own, or the nearest one above it. */
function foundFrom(place: string, name: string): Package | undefined {
  const own = packages[`${place}/${FOLDER}${name}`];
  const end = place.lastIndexOf(`/${FOLDER}`);
  if (own) return own;
  return end < 0 ? packages[`${FOLDER}${name}`] : foundFrom(place.slice(0, end), name);
}

test('no lock file names a download address', () => {
  const locks = repositoryFiles().filter((file) => /(^|\/)package-lock\.json$/.test(file.path));
  expect(locks.map(({ path }) => path)).toContain('package-lock.json');
  for (const { text } of locks) expect(text).not.toMatch(/"resolved"|https?:\/\/registry/);
});

test('npm 10 takes the lock file: no optional peer is installed in another major version', () => {
  const offenders = Object.entries(packages).flatMap(([place, { peerDependencies, peerDependenciesMeta }]) =>
    Object.entries(peerDependencies ?? {})
      .filter(([name]) => peerDependenciesMeta?.[name]?.optional === true && !(name in overrides))
      .filter(([name, range]) => {
        const wanted = /^[\^~](\d+\.)[\d.]+$/.exec(range)?.[1];
        const found = foundFrom(place, name)?.version;
        return wanted !== undefined && found !== undefined && !found.startsWith(wanted);
      })
      .map(([name, range]) => `${place} wants ${name} ${range}: override it in package.json`),
  );
  expect(offenders).toEqual([]);
});
