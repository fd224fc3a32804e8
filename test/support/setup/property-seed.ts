import fc from 'fast-check';

/**
 * Properties are tried on the same cases in every run, so that a run says something about the change and nothing about
 * luck. PROPERTY_SEED takes another seed, to look further: any whole number.
 */
const seed = Number(process.env['PROPERTY_SEED'] ?? '20260316');
if (!Number.isInteger(seed)) throw new RangeError('PROPERTY_SEED takes a whole number');
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
