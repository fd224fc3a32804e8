import { expect, test } from 'vitest';
import { withRecording } from './record.ts';

const recording = (name: string, tables: string) => ({
  name,
  command: `bench ${name}`,
  loadBefore: 1,
  tables,
});

test('a recording replaces the part of its benchmark alone, and is added when there is none', () => {
  const first = withRecording('', recording('engine', '| old |'));
  expect(first).toMatch(/^# Benchmarks\n[\s\S]*\| old \|/);
  const both = withRecording(first, recording('orders', '| other |'));
  const changed = withRecording(both, recording('engine', '| new |'));
  expect(changed).toBe(both.replace('| old |', '| new |'));
  expect(withRecording(changed, recording('orders', '| other |'))).toBe(changed);
});
