import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildSchema } from 'graphql';
import * as recorded from '#sdk/src/generated/documents.ts';
import { documentsIn, type CaseSource } from './cases.ts';

const SCHEMA = path.resolve(import.meta.dirname, '../../../gateway/generated/api.graphql');

/** The public schema and the operations of the SDK, from which cases are made. */
export const readSource = async (): Promise<Omit<CaseSource, 'ids'>> => ({
  schema: buildSchema(await readFile(SCHEMA, 'utf8')),
  documents: documentsIn(recorded),
});
