import { Show } from 'solid-js';
import { languages, type Language } from '../../domain/customer/customer.js';
import { FactList } from '../components/fact-list.js';
import '../components/dialog.css';
import { PageHead } from '../components/page-head.js';
import { Panel } from '../components/panel.js';
import { SelectInput } from '../components/select-input.js';
import '../customer/customer.css';
import { language, messages } from '../i18n.js';
import { chooseLanguage, me } from '../session/session.js';
import { SignInHistory } from '../users/sign-in-history.js';
import { ChangePassword } from './change-password.js';
import { OwnFactor } from './own-factor.js';
import { OwnSessions } from './own-sessions.js';

const shell = messages('shell');
const account = messages('account');

/** One's own profile: password, sessions, login history, language (B18, B19). */
const AccountPage = () => (
  <>
    <PageHead title={account().title} below={me()?.user.displayName} />
    <Show when={me()?.actor}>
      <p class="notice" data-tone="needs-you">
        {account().acting}
      </p>
    </Show>
    <div class="subject subject-first">
      <div>
        <Show when={!me()?.actor}>
          <Panel title={account().factor.title} padded>
            <OwnFactor />
          </Panel>
          <Panel title={account().sessions.title}>
            <OwnSessions />
          </Panel>
        </Show>
        <Panel title={account().history}>
          <SignInHistory of={{ own: true }} />
        </Panel>
      </div>
      <div>
        <Panel title={account().facts.title} padded>
          <Profile />
        </Panel>
        <Show when={!me()?.actor}>
          <Panel title={account().password.title} padded>
            <ChangePassword />
          </Panel>
        </Show>
      </div>
    </div>
  </>
);

const Profile = () => {
  const words = () => account().facts;
  const person = () => me()?.user;
  const role = () => {
    const known = person()?.role;
    return known === undefined ? '' : shell().states.role[known];
  };
  return (
    <div class="stack">
      <FactList
        facts={[
          { label: words().name, value: person()?.displayName },
          { label: words().loginName, value: person()?.loginName },
          { label: words().role, value: role() },
          { label: words().account, value: me()?.customer?.name ?? me()?.channel?.name },
          { label: words().timeZone, value: person()?.timeZone },
        ]}
      />
      <SelectInput
        name="language"
        label={words().language}
        hint={words().languageHint}
        required
        value={language()}
        options={languages.map((tongue) => ({ value: tongue, label: shell().topBar.languages[tongue] }))}
        onChange={(tongue) => void chooseLanguage(tongue as Language)}
      />
    </div>
  );
};

export default AccountPage;
