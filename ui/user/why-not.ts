import type { Tone } from '../components/state-chip.js';
import { formatDateTimeZone, formatRelative } from '../format/times.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import type { User } from './user.data.js';

const user = messages('user');

interface Why {
  readonly text: string;
  readonly tone: Tone;
}

const lockedText = (one: User, now: number): string => {
  const words = user().why;
  if (one.lockedUntil === null || Date.parse(one.lockedUntil) <= now) return words.lockOver;
  const failures = one.failedSince === null ? words.manyFailures : words.failures(one.failedSignIns, formatDateTimeZone(one.failedSince));
  return words.locked(formatDateTimeZone(one.lockedUntil), failures);
};

const invitationText = ({ invitation, invitationLost: lost }: User, now: number): string => {
  const words = user().why;
  if (lost?.state === 'bounced')
    return words.bounced(lost.bounce?.address ?? lost.toAddress, lost.bounce?.diagnostic || (lost.bounce?.status ?? ''));
  if (lost) return words.undeliverable(lost.toAddress);
  if (invitation === null) return words.notInvited;
  if (invitation.usedAt !== null || invitation.revokedAt !== null) return words.noInvitation;
  if (Date.parse(invitation.expiresAt) <= now) return words.expired(formatRelative(invitation.expiresAt, now));
  return words.invited(formatRelative(invitation.sentAt, now), formatDateTimeZone(invitation.expiresAt));
};

/** "Why can't they get in?" in one sentence, or that they can. The outermost cause counts: a disabled account keeps everybody out. */
export const whyNot = (one: User, now: number): Why => {
  const words = user().why;
  if (one.customerState !== 'active') return { text: words.customerDisabled(one.customerName), tone: 'ended' };
  switch (one.state) {
    case 'locked':
      return { text: lockedText(one, now), tone: 'needs-you' };
    case 'not_activated':
      return { text: invitationText(one, now), tone: one.invitationLost ? 'failed' : 'waiting' };
    case 'disabled':
      return { text: words.disabled, tone: 'ended' };
    case 'ready':
      return one.hasPassword
        ? { text: words.ready, tone: 'done' }
        : { text: may('user.password') ? words.readyNoPassword : words.readyNoPasswordReseller, tone: 'needs-you' };
  }
};
