/** The head of the API's description. */
import type { ApiInfo } from '../../../lib/http/openApi.ts';

export const info: ApiInfo = {
  title: 'Event functions',
  version: '1',
  description: 'Amounts are integers in the minor unit of their currency; times are RFC 3339, UTC.',
};
