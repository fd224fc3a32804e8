/** Checks the graph, against its own rules and the released schema, or against another schema: `npm run schema:check`. */
import { CommandLineError } from '#platform/process/command-line.ts';
import { runCommand } from './command.ts';

const USAGE = `usage: npm run schema:check [-- --operations FOLDER]
       npm run schema:check -- --against FILE_OR_URL [--operations FOLDER] [--summary FILE]
       npm run schema:check -- --release

Composes the graph and checks it: composition hints, the rules of scripts/graph/lint-rules.ts, the operations of SDK, desk and
playground, and the released schema. A breaking change needs a reason in CHANGELOG.md.

  --operations  also holds the operations (.graphql, .gql) of this folder against the graph
  --against     instead compares an SDL file, the URL of one, or a GraphQL endpoint with the graph; a breaking difference fails
  --summary     appends the differences to this file, as Markdown
  --release     makes the current schema the released one: before a release, never to silence a check

Paths are relative to the repository's root.`;

await runCommand(
  { usage: USAGE, flags: ['release'], options: ['operations', 'against', 'summary'] },
  async (given) => {
    const { flags, options } = given;
    const against = options.get('against');
    if (flags.has('release') && options.size > 0)
      throw new CommandLineError('--release takes no other option.');
    if (options.has('summary') && against === undefined)
      throw new CommandLineError('--summary needs --against. See --help.');
    // The composition and the linter take seconds to load: not for --help or a wrong command line.
    const { check, compare, release } = await import('./graph/schema-checks.ts');
    if (flags.has('release')) return release();
    return against === undefined ? check(given) : compare(against, given);
  },
);
