/** A function whose action throws: its bundle has to name the line. */
import * as z from 'zod';
import { httpConfig } from '../../../lib/http/config.ts';

const show = { method: 'GET', path: '/prices', action: 'show', access: 'open' } as const;

export const config = httpConfig({
  name: 'throwing',
  routes: [{ ...show, summary: 'A price.', answers: { 200: z.unknown() } }],
  uses: [],
});
