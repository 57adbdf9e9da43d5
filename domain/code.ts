/** The form of a code. Of foreign data about a person only codes are stored unsealed: any other text may hold personal data. */
export const CODE = /^[\w.:-]{1,64}$/;

export function isCode(text: string): boolean {
  return CODE.test(text);
}

/** Stands for a type that is no code; what it is, is sealed with the rest. */
export const OTHER_TYPE = 'other';
