import { useBeforeLeave } from '@solidjs/router';
import { Match, Switch } from 'solid-js';
import { PageHead } from '../components/page-head.js';
import { messages } from '../i18n.js';
import { CheckedFile } from './checked-file.js';
import { ChooseFile } from './choose-file.js';
import { ImportProgress } from './import-progress.js';
import { createImportRun } from './import-run.js';

const words = messages('importCustomers');

/** A1–A9 for many customers at once: choose a file, see what is wrong with it, import what is right. */
const ImportCustomersPage = () => {
  const importing = createImportRun();
  const phase = () => importing.run.phase;
  // Leaving in the middle stops after the batch under way; what was created stays created.
  useBeforeLeave(() => phase() === 'running' && importing.stop());
  return (
    <>
      <PageHead title={words().title} below={words().intro} />
      <Switch>
        <Match when={phase() === 'choosing' || phase() === 'checking'}>
          <ChooseFile importing={importing} />
        </Match>
        <Match when={phase() === 'checked'}>
          <CheckedFile importing={importing} />
        </Match>
        <Match when={true}>
          <ImportProgress importing={importing} />
        </Match>
      </Switch>
    </>
  );
};

export default ImportCustomersPage;
