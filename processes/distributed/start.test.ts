import { expect, test } from 'vitest';
import { SettingsError } from '#platform/config.ts';
import { parseStackEnvironment } from './start.ts';

test('the servers of the stack are read; a broken file is refused without its passwords', () => {
  expect(parseStackEnvironment('{"REDIS_URL":"redis://h"}')).toEqual({ REDIS_URL: 'redis://h' });
  const broken = (): unknown => parseStackEnvironment('redis://:swordfish@127.0.0.1');
  expect(broken).toThrow(SettingsError);
  expect(broken).toThrow(
    /^\.stack\/env\.json is not JSON: run "npm run stack -- start", which writes it anew\.$/,
  );
});
