import { describe, expect, test } from 'vitest';
import { collect, createScene } from './scene.ts';
import { cursorOf } from './scripted-broker.ts';

const accountId = 'a';
const updates = (count: number): string[] => Array.from({ length: count }, (_, index) => cursorOf(index + 1));
const cursor = ({ orders }: { orders: { cursor: string } }): string => orders.cursor;

describe('frames', () => {
  test.each<[string, (frames: string[]) => string[]]>([
    ['repeated', (frames) => frames.flatMap((frame) => [frame, frame])],
    ['in the reverse order', (frames) => [...frames].reverse()],
    ['of which every second is missing', (frames) => frames.filter((_, index) => index % 2 === 0)],
  ])('%s give each update once, in order', async (_name, mangle) => {
    const { broker, client, settle, pass } = createScene();
    const reading = collect(client.orderStream({ accountId }), cursor);
    await settle();
    broker.mangle = (frames) => {
      if (frames.length === 1) return frames;
      broker.mangle = (later) => later;
      return mangle(frames);
    };
    broker.vanish();
    for (let number = 0; number < 6; number += 1) broker.publish();
    await pass(60_000, 30);
    broker.publish();
    await pass(5_000);
    expect(reading.seen).toEqual(updates(7));
    await client.close();
  });

  test('of which one is always missing end the stream in the end: it hides no loss', async () => {
    const { broker, client, settle, pass } = createScene();
    const reading = collect(client.orderStream({ accountId }), cursor);
    await settle();
    broker.mangle = (frames) => frames.filter((frame) => !frame.includes(cursorOf(2)));
    for (let number = 0; number < 3; number += 1) broker.publish();
    await pass(60_000, 60);
    expect(reading).toMatchObject({ seen: updates(1), error: undefined });
    await pass(240_000, 60);
    expect(reading.seen).toEqual(updates(1));
    expect(reading.error).toMatchObject({ name: 'ConnectionError', code: 'UPDATE_MISSING' });
    await client.close();
  });

  test('of which most are dropped give each update once, in order', async () => {
    const { broker, client, settle, pass } = createScene();
    const reading = collect(client.orderStream({ accountId }), cursor);
    await settle();
    let random = 1;
    // Seven of ten updates are dropped, by a sequence that is the same in each run.
    broker.mangle = (frames) =>
      frames.filter((frame) => {
        if (!frame.includes('cursor')) return true;
        random = (random * 16_807) % 2_147_483_647;
        return random % 10 >= 7;
      });
    for (let number = 0; number < 10; number += 1) broker.publish();
    for (let number = 10; number < 20; number += 1) {
      broker.publish();
      await pass(60_000, 30);
    }
    broker.mangle = (frames) => frames;
    broker.publish();
    await pass(30_000);
    expect(reading).toMatchObject({ seen: updates(21), error: undefined });
    await client.close();
  });

  test.each<[string, (frame: string) => string]>([
    ['an event without a payload', (frame) => frame.replace('"payload"', '"other"')],
    ['errors that are none', (frame) => frame.replace(/"payload":.*/, '"payload":{"errors":"x"}}')],
    ['an error that is none', () => '{"type":"error","id":"1","payload":"x"}'],
  ])('with %s close the socket, and the stream resumes', async (_name, change) => {
    const { broker, client, settle, pass } = createScene();
    const reading = collect(client.orderStream({ accountId }), cursor);
    await settle();
    broker.mangle = (frames) => frames.map(change);
    broker.publish();
    await settle();
    broker.mangle = (frames) => frames;
    await pass(1_000);
    expect(reading).toMatchObject({ seen: updates(1), error: undefined });
    expect(broker.opens).toBe(2);
    await client.close();
  });

  test('that are cut off close the socket, and the stream resumes', async () => {
    const { broker, client, settle, pass } = createScene();
    const reading = collect(client.orderStream({ accountId }), cursor);
    await settle();
    broker.mangle = (frames) => frames.map((frame) => frame.slice(0, -9));
    broker.publish();
    await settle();
    broker.mangle = (frames) => frames;
    await pass(1_000);
    expect(reading.seen).toEqual(updates(1));
    expect(broker.opens).toBe(2);
    await client.close();
  });
});
