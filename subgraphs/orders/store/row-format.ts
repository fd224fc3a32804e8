import type { z } from 'zod';

/** Converts records to rows and back. */
export interface RowFormat<T> {
  /** Makes the row of a record; ignores fields that the table does not have. */
  write(record: T): Record<string, unknown>;
  /** Reads the record of a row; throws when a column is missing or has a wrong type. */
  read(row: unknown): T;
}

/**
 * The format of a table's rows as JSON documents (`to_jsonb`, `jsonb_populate_recordset`): a batch is one parameter, and a
 * BIGINT is a number. Each field has the column of its name in snake case, except for `renamed` ones.
 *
 * @param schema the fields; it also checks that amounts are safe integers
 */
export function rowFormat<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  renamed: Readonly<Partial<Record<keyof Shape & string, string>>>,
): RowFormat<z.infer<z.ZodObject<Shape>>> {
  const names: Readonly<Record<string, string | undefined>> = renamed;
  const columnOf = (field: string): string => names[field] ?? snakeCase(field);
  const columns = Object.keys(schema.shape).map((field): [string, string] => [field, columnOf(field)]);
  return {
    write: (record) => {
      const fields: Record<string, unknown> = record;
      const row: Record<string, unknown> = {};
      for (const [field, column] of columns) row[column] = fields[field];
      return row;
    },
    read: (row) => {
      if (typeof row !== 'object' || row === null) throw new TypeError('a row is no JSON object');
      const values = row as Readonly<Record<string, unknown>>;
      const record: Record<string, unknown> = {};
      for (const [field, column] of columns) record[field] = values[column];
      return schema.parse(record);
    },
  };
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
