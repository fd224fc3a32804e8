import { useDesk } from '../app/desk.ts';

/**
 * Ends the session in this browser after the user has ended it. The broker reports its end to the streams of all windows: to the
 * user of this one that is no news.
 */
export function useEndSession(): () => void {
  const { sessions, sessionEnded } = useDesk();
  return () => {
    sessions.set(null);
    sessionEnded.set(null);
  };
}
