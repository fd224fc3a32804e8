import { describe, expect, test } from 'vitest';
import { LogCorrupt } from '#platform/disk-log/errors.ts';
import { createMemoryFiles } from '#platform/disk-log/test/memory-files.ts';
import { buy, define, setPhase } from '#test/support/engine/commands.ts';
import { createNaiveBook } from '../core/naive/naive-book.ts';
import { createExchange } from '../exchange/exchange.ts';
import { loadSnapshot, saveSnapshot } from './snapshots.ts';

describe('snapshots', () => {
  const stateAfter = (...orderIds: readonly string[]) => {
    const exchange = createExchange({ book: createNaiveBook });
    for (const command of [define(), setPhase('CONTINUOUS'), ...orderIds.map((id) => buy(id, 100, 2890))])
      exchange.apply(command, 1_000);
    return exchange.capture();
  };

  test('loads the newest snapshot, keeps the previous one and removes older ones', async () => {
    const files = createMemoryFiles();
    expect(await loadSnapshot(files)).toEqual({ snapshot: null, damage: [] });
    expect(await saveSnapshot(files, { journalId: 'jnl_1', index: 3, state: stateAfter('a') })).toBe(3);
    expect(await saveSnapshot(files, { journalId: 'jnl_1', index: 4, state: stateAfter('a', 'b') })).toBe(3);
    expect(
      await saveSnapshot(files, { journalId: 'jnl_1', index: 5, state: stateAfter('a', 'b', 'c') }),
    ).toBe(4);
    expect(await files.list()).toHaveLength(2);
    const { snapshot } = await loadSnapshot(files);
    expect(snapshot).toEqual({ journalId: 'jnl_1', index: 5, state: stateAfter('a', 'b', 'c') });
  });

  test('loads the previous snapshot when the newest is damaged, and throws when none is readable', async () => {
    const files = createMemoryFiles();
    await saveSnapshot(files, { journalId: 'jnl_1', index: 3, state: stateAfter('a') });
    await saveSnapshot(files, { journalId: 'jnl_1', index: 4, state: stateAfter('a', 'b') });
    const damageNewest = async (name: string): Promise<void> => {
      const bytes = await files.read(name);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      await files.write(name, bytes);
    };
    await damageNewest('snapshot-0000000000000004.json');
    const { snapshot, damage } = await loadSnapshot(files);
    expect(snapshot?.index).toBe(3);
    expect(damage).toEqual(['snapshot-0000000000000004.json: the checksum is wrong']);
    await damageNewest('snapshot-0000000000000003.json');
    await expect(loadSnapshot(files)).rejects.toThrow(LogCorrupt);
  });
});
