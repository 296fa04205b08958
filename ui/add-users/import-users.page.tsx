import { Match, Switch } from 'solid-js';
import { PageHead } from '../components/page-head.js';
import { messages } from '../i18n.js';
import { useAccountScope } from '../users/account-scope.js';
import { AccountSections } from '../users/account-sections.js';
import { CheckedUsers } from './checked-users.js';
import { ChooseUsersFile } from './choose-users-file.js';
import { ImportProgress } from './import-progress.js';
import { createImportRun } from './import-run.js';

const words = messages('addUsers');

/** B11: users from a file: choose it, see what is wrong with it, add what is right, see what became of each row. */
const ImportUsersPage = () => {
  const scope = useAccountScope();
  const importing = createImportRun(scope.customerId);
  const phase = () => importing.run.phase;
  return (
    <>
      <PageHead title={words().import.title} below={words().import.intro} />
      <AccountSections scope={scope} />
      <Switch>
        <Match when={importing.importId() !== ''}>
          <ImportProgress importing={importing} base={scope.base()} />
        </Match>
        <Match when={phase() === 'choosing' || phase() === 'checking'}>
          <ChooseUsersFile importing={importing} />
        </Match>
        <Match when={true}>
          <CheckedUsers importing={importing} />
        </Match>
      </Switch>
    </>
  );
};

export default ImportUsersPage;
