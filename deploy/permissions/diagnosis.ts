/** Looking at the stage: every table's state, and what SES allows. Topics and secrets are with those of other functions. */
import { type Application, topicsLookedFor } from '../application.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { allTables } from '../tables.ts';
import { allow, type Statement } from './statement.ts';

/** Tables by their prefix: named one by one they would take a tenth of the template. */
export function diagnosisPermissions(config: FunctionConfig, application: Application): Statement[] {
  if (!topicsLookedFor(config)) return [];
  return [allow(['dynamodb:DescribeTable'], [allTables(application)]), allow(['ses:GetAccount'], ['*'])];
}
