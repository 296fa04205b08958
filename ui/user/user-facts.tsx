import { A } from '@solidjs/router';
import { CopyableId } from '../components/copyable-id.js';
import { FactList } from '../components/fact-list.js';
import { Moment } from '../components/moment.js';
import { countryName } from '../customer-form/places.js';
import { formatDay } from '../format/times.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { nameOf } from '../users/user-columns.js';
import type { User } from './user.data.js';

const shell = messages('shell');
const user = messages('user');
const words = () => user().facts;

const addressText = ({ address }: User): string => {
  if (address === null) return '';
  const place = [address.postalCode, address.city].filter(Boolean).join(' ');
  return [address.street1, address.street2, place, address.country ? countryName(address.country) : ''].filter(Boolean).join(', ');
};

const permissionText = (one: User): string =>
  one.role === 'customer_admin' ? user().permissions.administrator : user().permissions[one.staffPermission ?? 'assigned_services'];

/** Who the user is (B12, B13, B17). */
export const UserFacts = (props: { readonly user: User }) => (
  <section class="panel" aria-label={words().title}>
    <div class="panel-head">
      <h2>{words().title}</h2>
    </div>
    <div class="panel-body">
      <FactList
        facts={[
          { label: words().name, value: nameOf(props.user) },
          { label: words().loginName, value: props.user.loginName },
          { label: words().email, value: props.user.email },
          { label: words().notificationEmail, value: props.user.notificationEmail },
          { label: words().role, value: shell().states.role[props.user.role] },
          { label: words().permission, value: permissionText(props.user) },
          {
            label: words().customer,
            value: may('customer.read') ? (
              <A href={`/customers/${props.user.customerId}`}>{props.user.customerName}</A>
            ) : (
              props.user.customerName
            ),
          },
          { label: words().factor, value: props.user.factorSince === null ? words().factorNone : <Moment at={props.user.factorSince} /> },
          { label: words().language, value: shell().topBar.languages[props.user.language] },
          { label: words().timeZone, value: props.user.timeZone },
          { label: words().address, value: addressText(props.user) },
          { label: words().created, value: formatDay(props.user.createdAt) },
          { label: words().lastSignIn, value: props.user.lastSignInAt === null ? '' : <Moment at={props.user.lastSignInAt} /> },
          { label: words().id, value: <CopyableId id={props.user.id} /> },
        ]}
      />
    </div>
  </section>
);
