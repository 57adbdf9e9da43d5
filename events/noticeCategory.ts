/** Security notices can't be switched off; the others follow what the recipient prefers. */
import * as z from 'zod';

export const noticeCategory = z.enum(['security', 'transactional', 'service']);
