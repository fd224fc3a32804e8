import { createCoreClient, type ClientOptions, type CoreClient } from './core.ts';
import { withOperations, type Operations, type Requests } from './operations.ts';
import { startsOf } from './streams/starts.ts';

/**
 * A typed client of the graph. A method returns the data of its operation. A field that failed is null, and `onFieldErrors` gets
 * its error; an operation of which no root field has a result throws BrokerError.
 */
export type BrokerClient = Omit<CoreClient, 'withErrors'> &
  Operations & {
    /** The same methods with the errors of single fields beside the data. They throw only when the graph refused to run. */
    readonly withErrors: Operations<'result'> & Requests<'result'>;
  };

/** Creates a client. It opens no connection before the first call. */
export function createClient(options: ClientOptions): BrokerClient {
  const core = createCoreClient(options);
  const starts = startsOf(core);
  return {
    ...core,
    ...withOperations<'data'>(core, starts),
    withErrors: withOperations<'result'>(core.withErrors, starts),
  };
}
