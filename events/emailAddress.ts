import * as z from 'zod';

/** Foreign forms leave blanks around an address; they are no part of it. */
export const emailAddress = z.string().trim().pipe(z.email());
