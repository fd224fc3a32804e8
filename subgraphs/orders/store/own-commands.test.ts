import { expect, test } from 'vitest';
import { createOwnCommands } from './own-commands.ts';

const command = (number: number) => ({
  number,
  commandId: `cmd_${number}`,
  correlationId: 'cor',
  body: new Uint8Array(),
});
const numbersOf = (commands: readonly { readonly number: number }[] | null) =>
  commands?.map(({ number }) => number) ?? null;

test('commands are published in the order of their numbers, whatever the order in which commits are known', () => {
  const own = createOwnCommands();
  own.setPublished(4);
  for (const number of [7, 5, 6, 9]) own.add(command(number));
  expect(numbersOf(own.next(2))).toEqual([5, 6]);
  own.setPublished(6);
  expect(numbersOf(own.next(10))).toEqual([7]);
  own.setPublished(7);
  // 8 is in the table at least.
  expect(own.next(10)).toBeNull();
  own.setPublished(9);
  expect(own.next(10)).toEqual([]);
  own.add(command(8));
  expect(own.next(10)).toEqual([]);
});

test('the table is read after a start and after an uncertain commit', () => {
  const own = createOwnCommands();
  own.add(command(1));
  expect(own.next(10)).toBeNull();
  own.setPublished(1);
  own.add(command(2));
  own.forget();
  expect(own.next(10)).toBeNull();
  own.setPublished(2);
  own.add(command(3));
  expect(numbersOf(own.next(10))).toEqual([3]);
});
