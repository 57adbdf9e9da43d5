/** A change that bears on an account's security is followed by a notice to the user and an entry in the security log. */
import { auditLogged } from '../../events/audit.ts';
import type { userPasswordChanged, userStatusChanged } from '../../events/user.ts';
import { userNoticeRaised } from '../../events/userNotices.ts';
import { type Commit, commit, type Loaded, type Skip, skip } from '../../lib/commit/commit.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { DataOf } from '../../lib/envelope/event.ts';
import { isDeleted, type KnownKey } from '../users/userKey.ts';

type PasswordChange = Envelope<DataOf<typeof userPasswordChanged>>;
type StatusChange = Envelope<DataOf<typeof userStatusChanged>>;
type Known = Loaded<KnownKey>;

export function tellPasswordChange(event: PasswordChange, known: Known): Commit | Skip {
  const { user_id } = event.data;
  if (user_id === undefined) return skip('a change of password without a user id');
  const notice = { user_id, notice: 'password_changed', params: { at: event.timestamp } };
  return noticeCommit(event, known, { notice, actor: `user#${user_id}`, details: {} });
}

/** Who changed it, the event does not say: only an admin may. */
export function tellStatusChange(event: StatusChange, known: Known): Commit | Skip {
  const { user_id, status, old_status, reason } = event.data;
  if (user_id === undefined) return skip('a change of status without a user id');
  const params = {
    ...(status !== undefined && { status }),
    ...(reason !== undefined && { reason }),
    at: event.timestamp,
  };
  const details = { ...code('status', status), ...code('old_status', old_status) };
  return noticeCommit(event, known, { notice: { user_id, notice: 'status_changed', params }, actor: 'admin', details });
}

interface Told {
  notice: { user_id: string; notice: string; params: object };
  actor: string;
  details: object;
}

/** Who was deleted meanwhile is told nothing more, but what happened did happen: the log holds ids and codes only. */
function noticeCommit(event: Envelope, { key }: Known, { notice, actor, details }: Told): Commit {
  const entry = auditLogged(
    {
      actor,
      action: event.type,
      subject: `user#${notice.user_id}`,
      details: { ...details, cause_event_id: event.id },
    },
    { at: event.timestamp },
  );
  if (isDeleted(key)) return commit({ events: [entry] });
  const raised = userNoticeRaised({
    ...notice,
    params: { ...notice.params },
    category: 'security',
    cause_event_id: event.id,
  });
  return commit({ events: [raised, entry] });
}

/** A foreign status may be any text, and the log takes none that could tell of a person. */
function code(name: string, value: string | undefined): object {
  return value !== undefined && /^[a-z][a-z0-9_-]{0,31}$/i.test(value) ? { [name]: value } : {};
}
