import { errors } from 'undici';
import { expect, test } from 'vitest';
import { CircuitOpen } from '../retry/circuit.ts';
import { isUnanswered } from './pool.ts';

const withCode = (code: string): Error => Object.assign(new Error('failed'), { code });

test.each([
  ['a refused connection', withCode('ECONNREFUSED')],
  ['a broken connection', new errors.SocketError('other side closed')],
  ['headers that do not come', new errors.HeadersTimeoutError()],
  ['an answer that is no HTTP', withCode('HPE_INVALID_CONSTANT')],
  ['a certificate of another host', withCode('ERR_TLS_CERT_ALTNAME_INVALID')],
  ['the end of the time', AbortSignal.abort(new DOMException('late', 'TimeoutError')).reason],
  ['an open circuit', new CircuitOpen('the circuit is open')],
])('%s is a process that does not answer', (_name, error) => expect(isUnanswered(error)).toBe(true));

test.each([
  ['a TypeError', new TypeError('x is not a function')],
  ['a wrong argument', new errors.InvalidArgumentError('invalid path')],
  ['a wrong URL', withCode('ERR_INVALID_URL')],
  ['a text', 'failed'],
])('%s is a bug', (_name, error) => expect(isUnanswered(error)).toBe(false));
