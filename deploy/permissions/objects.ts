/** S3: objects are named after the table whose items point at them, so a function gets the prefixes of its tables. */
import { tablesOf, tablesOnlyReadBy } from '../../lib/connect/connect.ts';
import { outbox } from '../../lib/outbox/outbox.ts';
import { marks } from '../../lib/tables/marks.ts';
import { BUCKET } from '../bucket.ts';
import { attributeOf, concat } from '../cloudFormation.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { allow, type Statement } from './statement.ts';

/** Listing is what makes S3 answer 404 instead of 403 for an object that is not there. */
export function objectPermissions(config: FunctionConfig): Statement[] {
  const tables = tablesOf(config).filter(({ name }) => name !== marks.name);
  const onlyRead = tablesOnlyReadBy(config);
  const written = tables.filter((table) => !onlyRead.includes(table));
  const below = ({ name }: { name: string }) => concat(attributeOf(BUCKET, 'Arn'), `/${name}/*`);
  return [
    allow(['s3:GetObject'], tables.map(below)),
    allow(['s3:PutObject'], written.map(below)),
    allow(['s3:DeleteObject'], [below(outbox)]),
    allow(['s3:ListBucket'], [attributeOf(BUCKET, 'Arn')]),
  ];
}
