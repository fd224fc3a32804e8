import plugin from '@graphql-eslint/eslint-plugin';
import { Linter, type ESLint } from 'eslint';
import { buildSchema, isScalarType, isSpecifiedScalarType } from 'graphql';
import { lintRules } from './lint-rules.ts';

/** Finds faults of the public graph by the rules of `lint-rules.ts`, and custom scalars without a specification. */
export function lintGraph(sdl: string, file: string): string[] {
  return [...lintSdl(sdl, file), ...unspecifiedScalars(sdl)];
}

function lintSdl(sdl: string, file: string): string[] {
  const messages = new Linter().verify(
    sdl,
    [
      {
        files: ['**/*.graphql'],
        plugins: { '@graphql-eslint': plugin as unknown as ESLint.Plugin },
        languageOptions: {
          parser: plugin.parser,
          parserOptions: { graphQLConfig: { schema: sdl } },
        },
        rules: lintRules(),
      },
    ],
    { filename: file },
  );
  return messages.map(
    ({ line, ruleId, message }) => `${file}:${line} ${message.replace(/\s+/g, ' ')} (${ruleId ?? 'syntax'})`,
  );
}

/** A client that generates code has to know the format of a custom scalar. */
const unspecifiedScalars = (sdl: string): string[] =>
  Object.values(buildSchema(sdl).getTypeMap())
    .filter(isScalarType)
    .filter((type) => !isSpecifiedScalarType(type) && !type.specifiedByURL)
    .map(({ name }) => `scalar ${name} has no @specifiedBy`);
