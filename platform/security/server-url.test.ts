import { describe, expect, test } from 'vitest';
import { createRedaction } from './redaction.ts';
import { hasEncodedLogin, maskLogin, parseServerUrl } from './server-url.ts';

const REPLICA_SET = 'mongodb://ana:Geheim5@a:27017,b:27017/?replicaSet=rs0';

describe('a URL of several hosts', () => {
  test.each([
    REPLICA_SET,
    'mongodb://a:27017,b:27017',
    'mongodb://a,b,c/history?replicaSet=rs0',
    'mongodb://ana:x,y@a:1,b:2',
  ])('%s parses', (text) => expect(parseServerUrl(text)?.protocol).toBe('mongodb:'));

  test('keeps its login', () => {
    expect(parseServerUrl('mongodb://ana:x,y@a:1,b:2')).toMatchObject({ username: 'ana', password: 'x,y' });
  });

  test('is masked in messages by its password', () => {
    const redact = createRedaction([REPLICA_SET]);
    expect(redact('wrong login Geheim5')).toBe('wrong login ***');
  });
});

describe('special characters of a login', () => {
  test.each([
    'postgres://ana:1234/Geheim5@db:5432',
    'postgres://ana:1234?Geheim5@db',
    'postgres://ana:1234#Geheim5@db',
    'http://u:Ge/heim5@x:4799',
    'postgres://ana:100%sure@db',
    'not a URL',
  ])('%s must be encoded', (text) => expect(hasEncodedLogin(text)).toBe(false));

  test.each(['postgres://ana:1234%2FGeheim5@db:5432', 'postgres://db', 'http://127.0.0.1:4001', REPLICA_SET])(
    '%s is encoded',
    (text) => expect(hasEncodedLogin(text)).toBe(true),
  );
});

test.each([
  ['http://u:Ge/heim5@x:4799', 'http://***@x:4799'],
  ['u:Geheim5@h:1', '***@h:1'],
  ['http://127.0.0.1:80x', 'http://127.0.0.1:80x'],
  ['a@b@c', '***@c'],
])('%s is shown as %s', (text, shown) => expect(maskLogin(text)).toBe(shown));
