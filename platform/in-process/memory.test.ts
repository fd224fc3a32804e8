import { describe } from 'vitest';
import { cacheContract } from '../ports/cache.contract.ts';
import { commandQueueContract } from '../ports/command-queue.contract.ts';
import { eventLogContract } from '../ports/event-log.contract.ts';
import type { InProcessEventLog } from './event-log/event-log.ts';
import { createMemoryCache } from './memory-cache.ts';
import { createMemoryEventLog } from './event-log/memory-event-log.ts';
import { createMemoryQueue } from './queue/memory-queue.ts';
import { createMemoryStorage } from './storage/memory-storage.ts';
import type { InProcessQueue } from './queue/queue.ts';

describe('the command queue in memory', () => {
  commandQueueContract(async () => {
    const storage = createMemoryStorage();
    return {
      open: async () => createMemoryQueue({ storage }),
      crash: async (queue) => (queue as InProcessQueue).crash(),
      dispose: async () => undefined,
      shared: false,
    };
  });
});

describe('the event log in memory', () => {
  eventLogContract(async () => {
    const storage = createMemoryStorage();
    return {
      open: async () => createMemoryEventLog({ storage }),
      crash: async (log) => (log as InProcessEventLog).crash(),
      dispose: async () => undefined,
    };
  });
});

describe('the cache in memory', () => {
  cacheContract(async () => createMemoryCache());
});
