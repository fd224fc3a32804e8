import { describe, expect, test } from 'vitest';
import { runProgram } from '#test/support/run-program.ts';

const run = async (script: string, args: readonly string[]) => {
  const { output, errors, ended } = runProgram(`scripts/${script}.ts`, {}, args);
  return { code: await ended, output: output(), errors: errors() };
};

const COMMANDS = [
  'start',
  'start-distributed',
  'auditor',
  'import',
  'replay',
  'compare',
  '../bench/main',
  'codegen',
  'schema-check',
  'compose-supergraph',
  'compose-check',
  'chaos',
  'stack',
];

describe.each(COMMANDS)('%s', (script) => {
  test('tells how it is used', async () => {
    const { code, output, errors } = await run(script, ['--help']);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(/npm (start|run)/);
  });

  test('refuses what it does not know by its name, and does nothing', async () => {
    const { code, output, errors } = await run(script, ['--unheard-of']);
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toContain('--unheard-of');
    expect(errors).not.toMatch(/^\s+at /m);
  });
});

test.each([
  ['auditor', ['--wait', 'long'], "--wait takes a whole number from 0 to 3600, not 'long'.\n"],
  ['chaos', ['--kills', '0'], "--kills takes a whole number from 1 to 100000, not '0'.\n"],
  ['import', ['cotahist'], 'FILE is missing. See --help.\n'],
  ['import', ['xml', 'a.xml'], "Unknown format 'xml'. See --help.\n"],
  ['replay', ['b3-orders'], 'FILE is missing. See --help.\n'],
  ['replay', ['itch', 'a'], "Unknown format 'itch'. See --help.\n"],
  ['replay', ['b3-orders', 'a', 'b'], "Unexpected argument 'b'. See --help.\n"],
  [
    'replay',
    ['b3-orders', 'a', '--until', 'noon'],
    "--until takes a time of day as 16:55 or 16:55:00, not 'noon'.\n",
  ],
  ['../bench/main', ['gateway'], "Unknown benchmark 'gateway'. See --help.\n"],
  ['../bench/main', ['engine', '--only', 'x'], "engine has no part 'x'. See --help.\n"],
  ['import', ['cotahist', 'a', 'b'], "Unexpected argument 'b'. See --help.\n"],
])('%s %j is one line', async (script, args, line) => {
  expect(await run(script, args)).toEqual({ code: 2, output: '', errors: line });
});
