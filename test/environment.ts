/** The environment as tests read it, and as they hand it on to processes they start. */

/** Where everything can be had, a part that can't is a failure. */
export const isCi = process.env['CI'] === 'true';

export function environmentWith(variables: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...variables };
}
