/** Pattern of an id that a client chooses for a request, so that it can repeat the request safely. */
const CLIENT_ID = /^[A-Za-z0-9_.:-]{1,64}$/;

/** The form of a client-chosen id, for the message of a refusal. */
export const CLIENT_ID_FORM = '1 to 64 of A-Z a-z 0-9 _ . : -';

/** True for a well-formed client-chosen id. */
export const isClientId = (text: string): boolean => CLIENT_ID.test(text);
