/** Ids that clients choose for what they ask for, so that asking again is safe. */
const CLIENT_ID = /^[A-Za-z0-9_.:-]{1,64}$/;

/** The form of a client-chosen id, as a refusal names it. */
export const CLIENT_ID_FORM = '1 to 64 of A-Z a-z 0-9 _ . : -';

/** True for a well-formed client-chosen id. */
export const isClientId = (text: string): boolean => CLIENT_ID.test(text);
