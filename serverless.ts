/** The application's stack. `npx serverless package` makes it; `npm run deploy -- --stage prod` deploys it, and its data before. */
import { service } from './deploy/service.ts';

export default service();
