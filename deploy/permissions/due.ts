/** Rows due: who stores them wakes the job that works them off, and that job invokes whoever may have stored them. */
import { defers, worksOffDue } from '../../lib/connect/connect.ts';
import { type Application, dueJobOf, prefixOf } from '../application.ts';
import { sub } from '../cloudFormation.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { allow, type Statement } from './statement.ts';

export function duePermissions(config: FunctionConfig, application: Application): Statement[] {
  const job = dueJobOf(config, application);
  const invoked = [...(job === undefined ? [] : [job]), ...(worksOffDue(config) ? deferring(application) : [])];
  if (invoked.length === 0) return [];
  // By name: references would make a circle of job, role and function.
  const arnOf = (name: string) =>
    sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${name}`);
  return [allow(['lambda:InvokeFunction'], invoked.map(arnOf))];
}

/** Consumers that are given the records of rows due. */
function deferring(application: Application): string[] {
  const consumers = application.functions.filter(({ config }) => config.kind === 'consumer' && defers(config));
  return consumers.map(({ config }) => `${prefixOf(application)}-${config.name}`);
}
