import fc from 'fast-check';

/**
 * Properties are tried on the same cases in every run, so that a result depends on the change and not on chance.
 * PROPERTY_SEED, an integer, selects other cases.
 */
const seed = Number(process.env['PROPERTY_SEED'] ?? '20260316');
if (!Number.isInteger(seed)) throw new RangeError('PROPERTY_SEED takes a whole number');
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
