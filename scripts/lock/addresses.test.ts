import { expect, test } from 'vitest';
import { withAddresses } from './addresses.ts';

const withPackage = (folder: string, found: object): unknown =>
  withAddresses({ packages: { [folder]: found } }).packages[folder];

test.each([
  ['a package', 'node_modules/ws', {}, 'ws/-/ws-1.2.3.tgz'],
  ['a scoped one', 'node_modules/@prisma/client', {}, '@prisma/client/-/client-1.2.3.tgz'],
  ['a nested one', 'node_modules/@a/b/node_modules/@c/d', {}, '@c/d/-/d-1.2.3.tgz'],
  ['one under another name', 'node_modules/wrap', { name: '@a/own' }, '@a/own/-/own-1.2.3.tgz'],
  ['one with a real address', 'node_modules/ws', { resolved: 'https://example.org/ws' }, 'ws/-/ws-1.2.3.tgz'],
])('%s gets the address of its archive', (_, folder, fields, path) => {
  expect(withPackage(folder, { version: '1.2.3', ...fields })).toEqual({
    version: '1.2.3',
    ...fields,
    resolved: `https://registry.invalid/${path}`,
  });
});

test.each([
  ['the project itself', '', { version: '0.1.0' }],
  ['a link', 'node_modules/sdk', { version: '0.1.0', link: true, resolved: 'sdk' }],
  [
    'a package inside of another archive',
    'node_modules/a/node_modules/b',
    { version: '1.0.0', inBundle: true },
  ],
])('%s keeps what it has', (_, folder, found) => {
  expect(withPackage(folder, found)).toEqual(found);
});
