import type { Attack } from '../attack.ts';
import { CONTROLS } from './control.ts';
import { ACCOUNT_STREAMS } from './sockets/account-streams.ts';
import { COST_ATTACKS } from './cost.ts';
import { DOCUMENT_ATTACKS } from './documents.ts';
import { FRAME_FLOODS } from './sockets/frame-floods.ts';
import { HEAVY_ATTACKS } from './heavy.ts';
import { HTTP_ATTACKS } from './http.ts';
import { PLANNING_ATTACKS } from './planning.ts';
import { RATE_ATTACKS } from './rates.ts';
import { REPLAYS } from './sockets/replays.ts';
import { SESSION_ATTACKS } from './sessions.ts';
import { SIGN_IN_ATTACKS } from './sign-in.ts';
import { SOCKET_ATTACKS, SOCKET_FLOODS } from './sockets/sockets.ts';
import { SUBGRAPH_ATTACKS } from './subgraphs.ts';
import { SWEEPS } from './sweep.ts';
import { WIRE_ATTACKS } from './wire.ts';

/** Every attack, in the order of a campaign. */
export const ATTACKS: readonly Attack[] = [
  ...CONTROLS,
  ...PLANNING_ATTACKS,
  ...COST_ATTACKS,
  ...HEAVY_ATTACKS,
  ...DOCUMENT_ATTACKS,
  ...RATE_ATTACKS,
  ...SWEEPS,
  ...SIGN_IN_ATTACKS,
  ...SESSION_ATTACKS,
  ...SOCKET_ATTACKS,
  ...SOCKET_FLOODS,
  ...FRAME_FLOODS,
  ...REPLAYS,
  ...ACCOUNT_STREAMS,
  ...HTTP_ATTACKS,
  ...WIRE_ATTACKS,
  ...SUBGRAPH_ATTACKS,
];
