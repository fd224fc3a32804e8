/**
 * The attacker's process: runs one attack after the other, as its parent orders. It runs at a low priority (see
 * attacker-process.ts), apart from the innocent client, whose clock it must not disturb.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { createIdSource } from '#platform/ids.ts';
import { createRandom } from '#platform/random.ts';
import { createWallClock, type Alarm } from '#platform/time/clock.ts';
import { ATTACKS } from '../attacks/index.ts';
import { createHttpClient } from '../clients/http.ts';
import { createTally } from '../tally.ts';
import type { AttackOrder, AttackReport } from './messages.ts';

const clock = createWallClock();
const ids = createIdSource(clock);
const schemaFile = path.resolve(import.meta.dirname, '../../../gateway/generated/api.graphql');

async function attack(order: AttackOrder, schema: GraphQLSchema): Promise<AttackReport> {
  const chosen = ATTACKS.find(({ name }) => name === order.name);
  if (!chosen) return { kind: 'failed', message: `there is no attack ${order.name}` };
  const { target, localAddress } = order;
  const http = createHttpClient({ url: target.graph, localAddress });
  const tally = createTally();
  const end = new AbortController();
  let alarm: Alarm | null = null;
  try {
    await chosen.run({
      target,
      schema,
      http,
      tally,
      random: createRandom(order.seed),
      clock,
      begin: () => {
        alarm ??= clock.after(order.seconds * 1_000, () => end.abort());
      },
      signal: end.signal,
      localAddress,
      newName: () => ids('attack'),
    });
    return { kind: 'done', result: tally.result() };
  } catch (error) {
    return { kind: 'failed', message: (error as Error).stack ?? String(error) };
  } finally {
    end.abort();
    http.close();
  }
}

const schema = buildSchema(await readFile(schemaFile, 'utf8'));
process.on('message', (order: AttackOrder) => {
  void attack(order, schema).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ kind: 'ready' });
