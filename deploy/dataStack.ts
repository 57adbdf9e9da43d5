/**
 * The stack that holds the data, tables and bucket, and nothing else: deployed before the application, seldom changed, and
 * left as it is by whatever happens to the application's stack.
 */
import { type Application, prefixOf } from './application.ts';
import { bucket, bucketName } from './bucket.ts';
import { type NamedResource, type Resource, type Text, toResources } from './cloudFormation.ts';
import { tablePrefix, tables } from './tables.ts';

export interface DataTemplate {
  AWSTemplateFormatVersion: '2010-09-09';
  Description: string;
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Description: string; Value: Text }>;
}

export function dataStackName(application: Application): string {
  return `${prefixOf(application)}-data`;
}

/**
 * A table is protected from deletion once it is there, never by the deployment that makes it: what failed half-way is
 * rolled back, and a protected table could not be deleted then.
 */
export function dataTemplate(application: Application, isThere: (logicalId: string) => boolean): DataTemplate {
  const made = tables(application).map(([id, table]): NamedResource => [id, isThere(id) ? table : unprotected(table)]);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Data of ${prefixOf(application)}: what is kept when everything else is removed`,
    Resources: toResources([...made, ...bucket(application)]),
    Outputs: {
      TablePrefix: { Description: 'TABLE_PREFIX of operators’ commands', Value: tablePrefix(application) },
      Bucket: { Description: 'BUCKET of operators’ commands', Value: bucketName(application) },
    },
  };
}

function unprotected(table: Resource): Resource {
  return { ...table, Properties: { ...table.Properties, DeletionProtectionEnabled: false } };
}
