import { expect, test } from 'vitest';
import { CommandLineError, readCommand } from './command-line.ts';

test('a negative number is no unknown option', () => {
  expect(() => readCommand(['DIVIDEND', '-1'], {}, ['KIND', 'FIGURE'])).toThrow(
    new CommandLineError("'-1' is negative, and no argument is. See --help."),
  );
  expect(() => readCommand(['-x'], {}, [])).toThrow(/Unknown option '-x'/);
});
