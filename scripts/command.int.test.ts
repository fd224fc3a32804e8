import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProgramResult } from '#test/support/programs/command-host-messages.ts';
import { startCommandHost, type CommandHost } from '#test/support/programs/run-in-host.ts';
import { projectRoot } from '#test/support/programs/run-program.ts';

const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Program file of each npm script. */
const PROGRAMS = new Map(
  Object.entries(manifest.scripts).flatMap(([name, command]) => {
    const program = /^(?:tsx|node .*--import tsx) (\S+)\.ts$/.exec(command)?.[1];
    const compiled =
      /^(?:tsx scripts\/build\.ts \S+ && )?(?:[A-Z_]+=\S+ )?node (?:--\S+ )*\.cache\/programs\/(\S+)\.js$/.exec(
        command,
      )?.[1];
    const file = program ?? compiled;
    return file === undefined ? [] : [[name, `${file}.ts`] as const];
  }),
);

let host: CommandHost;
beforeAll(async () => {
  host = await startCommandHost('commands', [...new Set(PROGRAMS.values())]);
});
afterAll(() => host.stop());

/** Runs an npm script's program in the host, where it must leave no handle open. */
async function run(script: string, args: readonly string[]): Promise<Omit<ProgramResult, 'handles'>> {
  const { handles, ...result } = await host.run(PROGRAMS.get(script) ?? '', args);
  expect(handles).toEqual([]);
  return result;
}

describe.each([...PROGRAMS.keys()])('%s', (script) => {
  test('prints its usage', async () => {
    const { code, output, errors } = await run(script, ['--help']);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(/npm (start|run)/);
  });

  test('refuses an unknown option by name and does nothing', async () => {
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
    "--until takes a time of day such as 16:55 or 16:55:00, not 'noon'.\n",
  ],
  ['bench', ['gateway'], "Unknown benchmark 'gateway'. See --help.\n"],
  ['bench', ['engine', '--only', 'x'], "engine has no section 'x'. See --help.\n"],
  [
    'operate',
    ['sell'],
    "Unknown action 'sell'. Actions: halt, resume, auction, index, status, corporate-action, quarantine, journal, signing-key.\n",
  ],
  [
    'operate',
    ['halt', 'PETR4', '--seconds', '0'],
    "--seconds takes a whole number from 1 to 86400, not '0'.\n",
  ],
  [
    'operate',
    ['corporate-action', 'SPLIT', 'PETR4', '2026-03-16'],
    'corporate-action takes KIND TICKER RECORD_DATE FIGURE [FIELD=VALUE]....\n',
  ],
  [
    'import',
    ['corporate-actions', 'a', '--issuer', 'ab'],
    "--issuer takes a code of four letters such as ABEV, not 'ab'.\n",
  ],
  ['import', ['cotahist', 'a', '--issuer', 'ABEV'], 'cotahist does not take --issuer.\n'],
  ['schema:check', ['--release', '--against', 'a'], '--release takes no other option.\n'],
  ['schema:check', ['--summary', 'a'], '--summary needs --against. See --help.\n'],
  ['taxes', [], 'FILE.csv is missing. See --help.\n'],
  ['taxes', ['a.csv', '--costs', 'b3'], "--costs takes none, not 'b3'.\n"],
  ['import', ['cotahist', 'a', 'b'], "Unexpected argument 'b'. See --help.\n"],
])('%s %j prints one line', async (name, args, line) => {
  expect(await run(name, args)).toEqual({ code: 2, output: '', errors: line });
});
