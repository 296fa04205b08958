import { AccessFrame } from '../access/access-frame.js';
import { Button } from '../components/button.js';
import { messages } from '../i18n.js';
import { EnrolFactor } from '../second-factor/enrol-factor.js';
import { ConfirmIdentity } from './confirm-identity-host.js';
import { refreshSession, signOut } from './session.js';

const account = messages('account');
const words = () => account().factor;

/** In place of every page, once the time without a second factor is over. */
const FactorRequired = () => (
  <AccessFrame>
    <div class="stack-tight">
      <h1>{words().requiredTitle}</h1>
      <p class="soft">{words().requiredText}</p>
    </div>
    <section class="panel access-form" aria-label={words().title}>
      <EnrolFactor onDone={() => void refreshSession()} />
    </section>
    <div class="row">
      <Button onClick={() => void signOut()}>{words().leave}</Button>
    </div>
    <ConfirmIdentity />
  </AccessFrame>
);

export default FactorRequired;
