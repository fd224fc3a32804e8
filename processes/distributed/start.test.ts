import { expect, test } from 'vitest';
import { SettingsError } from '#platform/config.ts';
import { parseStackEnvironment } from './start.ts';

test('reads the servers of the stack; refuses a broken file without printing its passwords', () => {
  expect(parseStackEnvironment('{"REDIS_URL":"redis://h"}')).toEqual({ REDIS_URL: 'redis://h' });
  const broken = (): unknown => parseStackEnvironment('redis://:swordfish@127.0.0.1');
  expect(broken).toThrow(SettingsError);
  expect(broken).toThrow(
    /^\.stack\/env\.json is not JSON: run "npm run stack -- start" to write it again\.$/,
  );
});
