/** Waking the relay: for whoever sends records by itself, and so may fail to. */
import { type Application, relayOf, topicsWritten } from '../application.ts';
import { sub } from '../cloudFormation.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { allow, type Statement } from './statement.ts';

export function relayPermissions(config: FunctionConfig, application: Application): Statement[] {
  const relay = relayOf(config, application);
  if (relay === undefined || topicsWritten(config, application).length === 0) return [];
  // By its name: a reference would make a circle of relay, role and function.
  const arn = sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${relay}`);
  return [allow(['lambda:InvokeFunction'], [arn])];
}
