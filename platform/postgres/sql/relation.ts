import { Sql } from '@prisma/client/runtime/client';
import { arrayLiteral, type ArrayElement } from './array-literal.ts';

/** A column of a relation. */
export interface RelationColumn<Row> {
  readonly name: string;
  readonly type: 'bigint' | 'jsonb' | 'text';
  readonly of: (row: Row) => ArrayElement;
}

/** Rows as a relation for FROM, under the alias `r`: `unnest` of an array for each column. */
export type Relation<Row> = (rows: readonly Row[]) => Sql;

/** Creates the relation of these columns. An object for each row, as JSON, would take several times as long to make and to read. */
export function createRelation<Row>(columns: readonly RelationColumn<Row>[]): Relation<Row> {
  const types = columns.map(({ type }) => `::${type}[]`);
  const names = columns.map(({ name }) => name).join(', ');
  const texts = ['unnest(', ...types.map((type) => `${type}, `)];
  texts[texts.length - 1] = `${types.at(-1)}) AS r (${names})`;
  return (rows) =>
    new Sql(
      texts,
      columns.map(({ of }) => arrayLiteral(rows.map(of))),
    );
}
