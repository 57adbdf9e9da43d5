/** A stack whose log is kept to the last line. */
import { startProgram } from '../local/programs.ts';

export interface LoggedStack {
  api: string;
  console: string;
  /** Ends it; answers all that it printed. */
  end(): Promise<string>;
}

export async function startLogged(state: string, variables: Record<string, string>): Promise<LoggedStack> {
  const program = startProgram('start', ['--state', state, '--api-port', '0', '--console-port', '0'], {
    LOG_FORMAT: 'json',
    ...variables,
  });
  const [, api = '', console = ''] = /api=(\S+) console=(\S+)/.exec(await program.firstLine) ?? [];
  const end = async () => {
    program.child.kill('SIGTERM');
    const { stdout, stderr } = await program.ended;
    return stdout + stderr;
  };
  return { api, console, end };
}
