import { createSignal } from 'solid-js';
import { api, changesSettled, type Outputs } from '../api.js';
import { failureOf, type KnownFailure } from '../failure.js';
import { tellTimesIn } from '../format/times.js';
import { changeLanguage, language } from '../i18n.js';
import { queryClient } from '../query-client.js';
import type { Language } from '../../domain/customer/customer.js';
import type { Permission } from '../../domain/permission/permissions.js';

export type Me = NonNullable<Outputs['auth']['me']>;
export type PublicConfig = Outputs['config']['public'];

const [me, setMe] = createSignal<Me | null>();
const [config, setConfig] = createSignal<PublicConfig>();
const [sessionEnded, setSessionEnded] = createSignal(false);
const [startFailure, setStartFailure] = createSignal<KnownFailure>();

/** Who is signed in: undefined until the server has answered, null for nobody. */
export { me, config, startFailure };

/** True from when a session ended without its person asking for it until the next one begins. */
export { sessionEnded };

/** Whether the person may do this. Only decides what is offered; the server decides what is done. */
export const may = (permission: Permission): boolean => me()?.permissions.includes(permission) ?? false;

/** Asks who is signed in; also after signing in. */
export const refreshSession = async (): Promise<void> => {
  setStartFailure(undefined);
  try {
    const [person, settings] = await Promise.all([api.auth.me.query(undefined), api.config.public.query(undefined)]);
    const tongue = person?.user.language === 'it' ? 'it' : 'en';
    if (person !== null && tongue !== language()) await changeLanguage(tongue);
    setConfig(settings);
    tellTimesIn(person?.user.timeZone);
    if (person !== null) setSessionEnded(false);
    setMe(person);
  } catch (error) {
    setStartFailure(failureOf(error));
  }
};

export const signOut = async (): Promise<void> => {
  await api.auth.signOut.mutate(undefined);
  forgetSession();
};

/** Nobody is signed in any more: what was read for them is forgotten, drafts stay. */
export const forgetSession = (): void => {
  queryClient.clear();
  setMe(null);
};

/** The session ended elsewhere: by a sign-out everywhere, a new password, a disabled account, or its time. */
export const loseSession = (): void => {
  setSessionEnded(true);
  forgetSession();
};

/**
 * Whether the session is over; false where the server can't be asked. A change that is under way may be about to replace it, as a new
 * password does: what was refused to the old one says nothing then.
 */
export const isSessionOver = async (): Promise<boolean> => {
  await changesSettled();
  try {
    return (await api.auth.me.query(undefined)) === null;
  } catch {
    return false;
  }
};

/** Switches the language here at once, and for the person's next sign-in and messages. */
export const chooseLanguage = async (next: Language): Promise<void> => {
  await changeLanguage(next);
  if (me()) await api.auth.setLanguage.mutate({ language: next }).catch(() => undefined);
};
