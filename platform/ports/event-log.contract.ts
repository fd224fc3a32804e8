import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Stop } from '../process/part.ts';
import { bytes, gate, numbered, text, until } from './support.contract.ts';
import type { EventLog, LogRecord, ReadFrom, ReadRecord } from './event-log.ts';

/** A store of records, on which a test may open several adapters. */
export interface LogHarness {
  /** Opens another adapter, which sees every confirmed record. */
  open(): Promise<EventLog>;
  /** Ends an adapter as a crash of its process would: it stores no progress. */
  crash(log: EventLog): Promise<void>;
  dispose(): Promise<void>;
}

const record = (key: string, value: string): LogRecord => ({ key, value: bytes(value) });
const values = (batch: readonly ReadRecord[]): string[] => batch.map(({ value }) => text(value));
const records = (key: string, texts: readonly string[]): LogRecord[] =>
  texts.map((value) => record(key, value));

/** The contract of every event log adapter. */
export function eventLogContract(makeHarness: () => Promise<LogHarness>): void {
  let harness: LogHarness;
  let log: EventLog;
  let topic: string;
  let other: string;
  let group: string;
  let serial = 0;

  beforeEach(async () => {
    harness = await makeHarness();
    log = await harness.open();
    const unique = `contract.${process.pid}.${Date.now()}.${serial++}`;
    [topic, other, group] = [`${unique}.a`, `${unique}.b`, `${unique}.group`];
    await log.declare(topic, { compacted: false });
    await log.declare(other, { compacted: false });
  });
  afterEach(() => harness.dispose());

  const reopen = async (): Promise<void> => {
    log = await harness.open();
    await log.declare(topic, { compacted: false });
    await log.declare(other, { compacted: false });
  };
  const collect = async (from: ReadFrom, topics = [topic]) => {
    const got: ReadRecord[] = [];
    const stop: Stop = await log.read(topics, from, async (batch) => void got.push(...batch));
    return { got, stop };
  };

  describe('reading alone', () => {
    test('from the beginning: delivers the kept records, then new ones', async () => {
      await log.append(topic, records('k', numbered('a', 20)));
      const { got, stop } = await collect({ from: 'beginning' });
      await log.append(topic, records('k', numbered('b', 20)));
      await until(() => got.length >= 40);
      expect(values(got)).toEqual([...numbered('a', 20), ...numbered('b', 20)]);
      await stop();
    });

    test('from now: delivers no earlier record and misses no later one', async () => {
      await log.append(topic, records('k', numbered('old', 5)));
      const { got, stop } = await collect({ from: 'now' });
      await log.append(topic, records('k', numbered('new', 5)));
      await until(() => got.length >= 5);
      expect(values(got)).toEqual(numbered('new', 5));
      await stop();
    });

    test('every reader receives all records', async () => {
      const readers = await Promise.all([1, 2, 3].map(() => collect({ from: 'now' })));
      await log.append(topic, records('k', numbered('m', 3)));
      await until(() => readers.every(({ got }) => got.length >= 3));
      for (const { got, stop } of readers) {
        expect(values(got)).toEqual(numbered('m', 3));
        await stop();
      }
    });

    test('keeps keys and values byte for byte, and names the topic', async () => {
      const sent = [
        { key: 'PETR4', value: Uint8Array.from([0, 255, 10]) },
        { key: 'ação', value: new Uint8Array(0) },
      ];
      await log.append(topic, sent);
      const { got, stop } = await collect({ from: 'beginning' });
      await until(() => got.length >= 2);
      const plain = got.map(({ topic: name, key, value }) => ({
        topic: name,
        key,
        value: Uint8Array.from(value),
      }));
      plain.sort((a, b) => (a.key < b.key ? -1 : 1));
      expect(plain).toEqual(sent.map((one) => ({ topic, ...one })));
      await stop();
    });

    test('keeps the order within a key, over several topics', async () => {
      const keys = ['A', 'B', 'C', 'D'];
      for (let round = 0; round < 5; round++) {
        await log.append(
          topic,
          keys.map((key) => record(key, `${key}${round}`)),
        );
        await log.append(
          other,
          keys.map((key) => record(key, `${key}${round}`)),
        );
      }
      const { got, stop } = await collect({ from: 'beginning' }, [topic, other]);
      await until(() => got.length >= 40);
      for (const name of [topic, other])
        for (const key of keys)
          expect(values(got.filter((one) => one.key === key && one.topic === name))).toEqual(
            numbered(key, 5),
          );
      await stop();
    });

    test('a failed batch is redelivered before later records', async () => {
      const got: string[] = [];
      let failures = 0;
      const stop = await log.read([topic], { from: 'now' }, async (batch) => {
        if (failures++ === 0) throw new Error('not now');
        got.push(...values(batch));
      });
      await log.append(topic, records('k', numbered('m', 4)));
      await until(() => got.length >= 4);
      expect(got).toEqual(numbered('m', 4));
      await stop();
    });

    test('delivers nothing after a stop', async () => {
      const { got, stop } = await collect({ from: 'now' });
      await stop();
      const { got: seen, stop: stopSecond } = await collect({ from: 'now' });
      await log.append(topic, records('k', ['late']));
      await until(() => seen.length === 1);
      expect(got).toEqual([]);
      await stopSecond();
    });
  });

  describe('reading as a group', () => {
    test('a new group starts with the kept records', async () => {
      await log.append(topic, records('k', numbered('m', 3)));
      const { got, stop } = await collect({ group });
      await until(() => got.length >= 3);
      expect(values(got)).toEqual(numbered('m', 3));
      await stop();
    });

    test('a group continues where it stopped, also after closing and opening', async () => {
      await log.append(topic, records('k', numbered('old', 3)));
      const first = await collect({ group });
      await until(() => first.got.length >= 3);
      await first.stop();
      await log.append(topic, records('k', ['while away']));
      await log.close();
      await reopen();
      const second = await collect({ group });
      await log.append(topic, records('k', ['new']));
      await until(() => second.got.length >= 2);
      expect(values(second.got)).toEqual(['while away', 'new']);
      await second.stop();
    });

    test('records in hand at a crash are redelivered', async () => {
      await log.append(topic, records('k', numbered('m', 3)));
      let taken = 0;
      const { open, opened } = gate();
      await log.read([topic], { group }, async (batch) => {
        taken += batch.length;
        await opened;
      });
      await until(() => taken > 0);
      await harness.crash(log);
      open();
      await reopen();
      const { got, stop } = await collect({ group });
      await until(() => got.length >= 3);
      expect(values(got)).toEqual(numbered('m', 3));
      await stop();
    });

    test('a failed batch is redelivered', async () => {
      await log.append(topic, records('k', numbered('m', 3)));
      const got: string[] = [];
      let failures = 0;
      const stop = await log.read([topic], { group }, async (batch) => {
        if (failures++ === 0) throw new Error('not now');
        got.push(...values(batch));
      });
      await until(() => got.length >= 3);
      expect(got).toEqual(numbered('m', 3));
      await stop();
    });

    test('two members share the work, each record once', async () => {
      const first = await collect({ group });
      const second = await collect({ group });
      await log.append(
        topic,
        numbered('m', 20).map((value, index) => record(`key${index}`, value)),
      );
      await until(() => first.got.length + second.got.length >= 20);
      const all = values([...first.got, ...second.got]).sort();
      expect(all).toEqual(numbered('m', 20).sort());
      await first.stop();
      await log.append(topic, records('k', ['after']));
      await until(() => values(second.got).includes('after'));
      await second.stop();
    });

    test('lag counts the records that the group has not handled', async () => {
      await log.append(topic, records('k', numbered('m', 3)));
      await log.append(other, records('k', numbered('m', 2)));
      expect(await log.lag([topic, other], group)).toBe(5);
      const { stop } = await collect({ group }, [topic, other]);
      await until(async () => (await log.lag([topic, other], group)) === 0);
      await stop();
    });
  });

  describe('topics', () => {
    test('a compacted topic keeps at least the newest record of each key', async () => {
      const compacted = `${topic}.compacted`;
      await log.declare(compacted, { compacted: true });
      for (let round = 0; round < 30; round++)
        await log.append(
          compacted,
          ['A', 'B'].map((key) => record(key, `${key}${round}`)),
        );
      await log.append(compacted, [record('C', 'C0')]);
      const { got, stop } = await collect({ from: 'beginning' }, [compacted]);
      const newest = (key: string) => got.filter((one) => one.key === key).at(-1);
      const seen = () => ['A', 'B', 'C'].map((key) => text(newest(key)?.value ?? new Uint8Array()));
      await until(() => seen().every((value) => ['A29', 'B29', 'C0'].includes(value)));
      expect(seen()).toEqual(['A29', 'B29', 'C0']);
      await stop();
    });

    test('rejects an append to an undeclared topic', async () => {
      await expect((async () => log.append(`${topic}.unknown`, [record('k', 'v')]))()).rejects.toThrow();
    });

    test('a closed event log rejects calls, and its check fails', async () => {
      await expect(log.check()).resolves.toBeUndefined();
      await log.close();
      await expect(log.check()).rejects.toThrow();
      await expect((async () => log.append(topic, [record('k', 'v')]))()).rejects.toThrow();
    });
  });
}
