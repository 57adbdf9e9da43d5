/** What may stand in the clear of what others tell about a person, being by its form a code: all else may hold anything. */
export const CODE = /^[\w.:-]{1,64}$/;

export function isCode(text: string): boolean {
  return CODE.test(text);
}

/** Stands for a type that is no code; what it is, is sealed with the rest. */
export const OTHER_TYPE = 'other';
