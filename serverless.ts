/** `npx serverless package`, `npm run deploy -- --stage prod --param="KafkaBrokers=…"`. All of it is made in deploy/. */
import { service } from './deploy/service.ts';

export default service();
