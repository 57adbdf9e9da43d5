/** A deployment that can't go on: its message says what happened, and the next step. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
}
