/** Something the operator can put right: its message is one sentence for them, and never comes with a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
