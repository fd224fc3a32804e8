import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { createWaitingBytes } from '../sessions/waiting-bytes.ts';
import { createWaitingAnswers } from './waiting-answers.ts';

const KIB = 1_024;

function start(maxBytes = 1_000 * KIB) {
  const total = createWaitingBytes(maxBytes);
  const options = {
    total,
    maxPerAddressBytes: 100 * KIB,
    limitsAddress: (one: string) => one !== '127.0.0.1',
  };
  const answers = createWaitingAnswers(options);
  const cut: string[] = [];
  const send = (name: string, address: string | null, bytes: number): EventEmitter => {
    const response = new EventEmitter();
    Object.assign(response, {
      destroy: () => {
        cut.push(name);
        response.emit('close');
      },
    });
    answers.add(response as ServerResponse, address, bytes);
    return response;
  };
  return { total, cut, send };
}

test('the answers of an address that wait for longest give way to new ones', () => {
  const { total, cut, send } = start();
  send('a', '10.0.0.1', 60 * KIB);
  send('other', '10.0.0.2', 90 * KIB);
  send('b', '10.0.0.1', 40 * KIB);
  expect(cut).toEqual([]);
  send('c', '10.0.0.1', 50 * KIB);
  expect(cut).toEqual(['a']);
  expect(total.count).toBe(180 * KIB);
});

test('an answer that its client has taken waits no more', () => {
  const { total, cut, send } = start();
  for (let index = 0; index < 50; index += 1) send(`${index}`, '10.0.0.1', 90 * KIB).emit('close');
  expect([cut, total.count]).toEqual([[], 0]);
});

test('the bytes of all clients have a bound, also for addresses without one', () => {
  const { total, cut, send } = start();
  for (let index = 0; index < 12; index += 1) send(`${index}`, '127.0.0.1', 90 * KIB);
  expect(cut).toEqual(['0']);
  expect(total.count).toBe(11 * 90 * KIB);
});

test('small answers, and one that is larger than the limit, are sent', () => {
  const { cut, send, total } = start();
  for (let index = 0; index < 400; index += 1) send(`${index}`, '10.0.0.1', 4 * KIB);
  expect(total.count).toBe(0);
  send('large', '10.0.0.1', 5_000 * KIB);
  expect(cut).toEqual([]);
});
