import { createEffect } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { loginNameKey, newUser } from '../../domain/user/user-input.js';
import { fieldIssues } from '../customer-form/facts-draft.js';
import type { FieldIssue } from '../failure.js';
import { language } from '../i18n.js';
import { itemsInShapeOf, keep, oneOf, readKept } from '../kept-draft.js';
import { me } from '../session/session.js';

/** One user as it is typed. */
export interface UserDraft {
  firstName: string;
  lastName: string;
  email: string;
  loginName: string;
  role: 'customer_admin' | 'customer_user';
  staffPermission: 'assigned_services' | 'staff_member';
  sendActivationEmail: boolean;
  services: string[];
}

interface Draft {
  /** Made once for these users: sending twice, or again after a lost answer, adds them once. */
  idempotencyKey: string;
  users: UserDraft[];
}

export const emptyUser = (): UserDraft => ({
  firstName: '',
  lastName: '',
  email: '',
  loginName: '',
  role: 'customer_user',
  staffPermission: 'assigned_services',
  sendActivationEmail: true,
  services: [],
});

const fresh = (): Draft => ({ idempotencyKey: crypto.randomUUID().replaceAll('-', ''), users: [emptyUser()] });

/** Nothing was typed in it yet. */
export const isBlank = ({ firstName, lastName, email, loginName }: UserDraft): boolean =>
  `${firstName}${lastName}${email}${loginName}`.trim() === '';

/** The input that the server takes for one user; messages to it come in the language of whoever adds it. */
export const userInput = (user: UserDraft) => ({ ...user, language: language(), timeZone: me()?.user.timeZone ?? 'Europe/Rome' });

/** What is wrong, by row and field, by the very schema that the server uses. */
export const draftIssues = (users: readonly UserDraft[]): FieldIssue[] => {
  const keys = users.map((user) => loginNameKey(user.loginName || user.email));
  return users.flatMap((user, index) => {
    const parsed = newUser.safeParse(userInput(user));
    if (!parsed.success)
      return fieldIssues(parsed.error.issues).map((issue) => ({ ...issue, field: `users.${String(index)}.${issue.field}` }));
    const field = `users.${String(index)}.${user.loginName.trim() ? 'loginName' : 'email'}`;
    return keys.indexOf(keys[index] ?? '') < index ? [{ field, code: 'duplicate_in_form', params: {} }] : [];
  });
};

/** The draft that an older version of the page may have kept, as this one knows it; undefined where it has no user. */
export const draftFrom = (kept: Readonly<Record<string, unknown>>): Draft | undefined => {
  const users = itemsInShapeOf(emptyUser(), kept.users).map((user) => ({
    ...user,
    role: oneOf(['customer_admin', 'customer_user'], user.role, 'customer_user'),
    staffPermission: oneOf(['assigned_services', 'staff_member'], user.staffPermission, 'assigned_services'),
    services: user.services.filter((service) => typeof service === 'string'),
  }));
  const { idempotencyKey } = kept;
  return users.length === 0 ? undefined : { ...fresh(), ...(typeof idempotencyKey === 'string' ? { idempotencyKey } : {}), users };
};

/** The form's draft, kept in this tab's storage at every change: it survives a refresh, a lost session and a failed sending. */
export const useDraft = (account: string) => {
  // One draft a person, account and tab: somebody else who signs in here doesn't find it.
  const storageKey = `licenza.draft.add-users.${me()?.user.id ?? ''}.${account}`;
  const found = readKept(storageKey);
  const kept = found && draftFrom(found);
  const [draft, setDraft] = createStore<Draft>(kept ?? fresh());
  createEffect(() => keep(storageKey, draft));
  return {
    draft,
    setDraft,
    restored: kept?.users.some((user) => !isBlank(user)) ?? false,
    reset: () => setDraft(reconcile(fresh())),
  };
};
