import { expect, test } from 'vitest';
import { timesOf, type CpuProfile } from './cpu-profile.ts';

const frame = (functionName: string, url: string) => ({ functionName, url });

test('time counts for the library that ran, and for the step of the innermost frame of the project', () => {
  const profile: CpuProfile = {
    nodes: [
      { id: 1, callFrame: frame('(root)', ''), children: [2, 5, 7] },
      { id: 2, callFrame: frame('accept', 'file:///p/subgraphs/orders/accept/a.ts'), children: [3] },
      { id: 3, callFrame: frame('parse', 'file:///p/node_modules/zod/z.js'), children: [4] },
      { id: 4, callFrame: frame('write', 'node:net') },
      { id: 5, callFrame: frame('read', 'file:///p/node_modules/pg/c.js'), children: [6] },
      { id: 6, callFrame: frame('emit', 'node:events') },
      { id: 7, callFrame: frame('(idle)', '') },
    ],
    samples: [2, 3, 4, 5, 6, 7],
    timeDeltas: [1, 10, 100, 1_000, 10_000, 100_000],
  };
  const { byCode, byStage } = timesOf(profile, '/p');
  expect(Object.fromEntries(byCode)).toEqual({ 'subgraphs/orders': 1, zod: 10, node: 10_100, pg: 1_000 });
  expect(Object.fromEntries(byStage)).toEqual({ accept: 111, 'database client': 11_000 });
});

test('the frames of a compiled program belong to the modules that its comments name', () => {
  const lineAt = (lineNumber: number) => ({ ...frame('run', 'file:///p/.cache/main.js'), lineNumber });
  const profile: CpuProfile = {
    nodes: [
      { id: 1, callFrame: lineAt(1) },
      { id: 2, callFrame: lineAt(3) },
    ],
    samples: [1, 2],
    timeDeltas: [1, 10],
  };
  const text = '// gateway/start.ts\nrun();\n// subgraphs/orders/outbox/relay.ts\nrun();';
  const { byStage } = timesOf(profile, '/p', { file: '/p/.cache/main.js', text });
  expect(Object.fromEntries(byStage)).toEqual({ gateway: 1, relay: 10 });
});
