/** Defaults that the stack and the operators' commands of one machine must agree on. */

/** Keys made with it are kept in the state folder, so it must stay the same from run to run. */
export const LOCAL_DIGEST_SECRET = 'of no use anywhere but on a developer’s machine';
