// Prints "passed failed" of a test run: the JSON report's path and the run's exit status are the arguments.
import { existsSync, readFileSync } from 'node:fs';

type TestFile = { status: string; assertionResults: { status: string }[] };

const [, , report = '', exitStatus] = process.argv;
const files: TestFile[] = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [];
const statuses = files.flatMap((file) => file.assertionResults.map((test) => test.status));
const passed = statuses.filter((status) => status === 'passed').length;
// A skipped test counts as failed: where everything can be had, whatever did not run was not shown to work.
const notPassed = statuses.length - passed;
// A file that breaks before its first test, and a run that fails between tests, appear in no test's status.
const brokenFiles = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
const failed = notPassed + brokenFiles;
console.log(passed, failed === 0 && exitStatus !== '0' ? 1 : failed);
