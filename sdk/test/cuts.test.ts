import { describe, expect, test } from 'vitest';
import { createManualClock } from '../../platform/time/manual-clock.ts';
import { createCoreClient, type GraphDocument } from '../src/index.ts';
import { collect } from './scene.ts';
import { createScriptedBroker, cursorOf } from './scripted-broker.ts';

/** Short, so that a session has few bytes of each kind of message. */
const STREAM = 'subscription($after:Cursor){orders(after:$after){cursor}}' as GraphDocument<
  { orders: { cursor: string } },
  object
>;
const CURSOR = '{account{ordersCursor}}' as GraphDocument<{ account: { ordersCursor: string } }, object>;
const UPDATES = 4;
const EXPECTED = Array.from({ length: UPDATES }, (_, index) => cursorOf(index + 1)).join();

/** Runs one session over a network that is cut when it has carried so many bytes. */
async function cutSession(cutAtByte: number): Promise<{ seen: string; bytes: number }> {
  const clock = createManualClock(0);
  const broker = createScriptedBroker({ clock, cutAtByte });
  const client = createCoreClient({
    url: 'http://broker/graphql',
    token: 'ana-1',
    platform: broker.platform,
  });
  const start = async () => (await client.request(CURSOR, {})).account.ordersCursor;
  const reading = collect(client.subscribe(STREAM, {}, { start }), ({ orders }) => orders.cursor);
  const step = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };
  // The stream begins when it has read the cursor of now: what comes after that is its own.
  for (let begin = 0; begin < 4; begin += 1) await step(250);
  for (let update = 0; update < UPDATES; update += 1) {
    broker.publish();
    await step(0);
  }
  for (let end = 0; end < 3; end += 1) await step(250);
  await client.close();
  return { seen: reading.seen.join(), bytes: broker.bytes };
}

describe('a connection that is cut at any byte of a session gives each update once, in order', () => {
  // In parts, so that none takes long on a busy machine.
  const PARTS = 5;

  test.each(Array.from({ length: PARTS }, (_, part) => part))('part %i of the bytes', async (part) => {
    const { seen, bytes } = await cutSession(Infinity);
    expect(seen).toBe(EXPECTED);
    expect(bytes).toBeGreaterThan(1_000);
    const wrong: [cut: number, seen: string][] = [];
    for (let cut = 1 + part; cut <= bytes; cut += PARTS) {
      const session = await cutSession(cut);
      if (session.seen !== EXPECTED) wrong.push([cut, session.seen]);
    }
    expect(wrong).toEqual([]);
  });
});
