import { useState } from 'react';

/** The newest value that was there: it stays on the screen while the next one is on its way. */
export function useKept<Value>(value: Value | undefined): Value | undefined {
  const [kept, keep] = useState(value);
  if (value !== undefined && value !== kept) keep(value);
  return value ?? kept;
}
