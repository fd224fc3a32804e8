import { useRef, useState } from 'react';
import { useDesk } from '../app/desk.ts';

/** Work that a click begins. A second click while it runs does nothing; a failure becomes a notice. */
export interface Task {
  readonly isBusy: boolean;
  readonly run: (work: () => Promise<void>) => void;
}

export function useTask(): Task {
  const { notices } = useDesk();
  const [isBusy, setBusy] = useState(false);
  // Two clicks may come before the component renders again.
  const isRunning = useRef(false);
  const run = (work: () => Promise<void>): void => {
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(true);
    void work()
      .catch(notices.failed)
      .finally(() => {
        isRunning.current = false;
        setBusy(false);
      });
  };
  return { isBusy, run };
}
