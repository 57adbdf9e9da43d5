/** S3: objects are named after the table whose items point at them, so a function gets the prefixes of its tables. */
import { keepsObjects, tablesOf, tablesOnlyReadBy, worksOffDue } from '../../lib/connect/connect.ts';
import { due } from '../../lib/due/dueRow.ts';
import { outbox } from '../../lib/outbox/outbox.ts';
import { marks } from '../../lib/tables/marks.ts';
import type { Application } from '../application.ts';
import { bucketArn } from '../bucket.ts';
import { concat } from '../cloudFormation.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { allow, type Statement } from './statement.ts';

/** Listing is what makes S3 answer 404 instead of 403 for an object that is not there. */
export function objectPermissions(config: FunctionConfig, application: Application): Statement[] {
  if (!keepsObjects(config)) return [];
  const bucket = bucketArn(application);
  const tables = tablesOf(config).filter(({ name }) => name !== marks.name);
  const passing = [outbox, due].filter(({ name }) => {
    return name === outbox.name ? tables.some((table) => table.name === name) : worksOffDue(config);
  });
  const onlyRead = tablesOnlyReadBy(config);
  const written = tables.filter((table) => !onlyRead.includes(table));
  const below = ({ name }: { name: string }) => concat(bucket, `/${name}/*`);
  return [
    allow(['s3:GetObject'], tables.map(below)),
    allow(['s3:PutObject'], written.map(below)),
    allow(['s3:DeleteObject'], passing.map(below)),
    allow(['s3:ListBucket'], [bucket]),
  ].filter(({ Resource }) => Resource.length > 0);
}
