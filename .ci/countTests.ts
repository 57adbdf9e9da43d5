// Prints "passed failed" of a test run: the JSON report's path and the run's exit status are the arguments, and `shifted`
// for a run whose clock is not the true one: the real parts know only that, so their tests are skipped there.
import { existsSync, readFileSync } from 'node:fs';

type TestFile = { status: string; assertionResults: { status: string }[] };

const [, , report = '', exitStatus, kind] = process.argv;
const files: TestFile[] = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [];
const statuses = files.flatMap((file) => file.assertionResults.map((test) => test.status));
const passed = statuses.filter((status) => status === 'passed').length;
// Else a skipped test counts as failed: where everything can be had, whatever did not run was not shown to work.
const excused = kind === 'shifted' ? statuses.filter((status) => status === 'skipped').length : 0;
const notPassed = statuses.length - passed - excused;
// A file that breaks before its first test, and a run that fails between tests, appear in no test's status.
const brokenFiles = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
const failed = notPassed + brokenFiles;
// A run without a single test, or without a report, has shown nothing, whatever it exits with.
const isShown = exitStatus === '0' && statuses.length > 0;
console.log(passed, failed === 0 && !isShown ? 1 : failed);
