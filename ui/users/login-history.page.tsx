import { PageHead } from '../components/page-head.js';
import { messages } from '../i18n.js';
import { useAccountScope } from './account-scope.js';
import { AccountSections } from './account-sections.js';
import { SignInHistory } from './sign-in-history.js';

const users = messages('users');

/** B19: the login history of all users of an account. */
const LoginHistoryPage = () => {
  const scope = useAccountScope();
  const company = () => (scope.customerId() === undefined ? undefined : scope.company());
  return (
    <>
      <PageHead
        title={company() === undefined ? users().history.title : users().history.titleOf(company() ?? '')}
        below={users().history.intro}
      />
      <AccountSections scope={scope} />
      <section class="panel" aria-label={users().history.title}>
        <SignInHistory of={{ customerId: scope.customerId() }} withUser />
      </section>
    </>
  );
};

export default LoginHistoryPage;
