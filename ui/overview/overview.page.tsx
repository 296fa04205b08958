import { Match, Switch } from 'solid-js';
import { api } from '../api.js';
import { PageHead } from '../components/page-head.js';
import { Skeleton } from '../components/states.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { me } from '../session/session.js';
import { CustomerOverview } from './customer-overview.js';
import './overview.css';
import { StaffOverview } from './staff-overview.js';
import { useQuery } from '../use-query.js';
import type { CustomerView, Overview, StaffView } from './views.js';

const words = messages('overview');

/** The first page: for staff and resellers what stands where and what needs them, for a customer's people their services. */
const OverviewPage = () => {
  const overview = useQuery(() => api.overview.get.queryOptions(undefined));
  const place = () => me()?.customer?.name ?? me()?.channel?.name;
  return (
    <>
      <PageHead title={place() ?? words().title} below={words().greeting(me()?.user.displayName ?? '')} />
      <QueryView query={overview} waiting={<Skeleton kind="thread" lines={6} />}>
        {(known) => (
          <Switch>
            <Match when={staffOf(known())}>{(view) => <StaffOverview view={view()} />}</Match>
            <Match when={customerOf(known())}>{(view) => <CustomerOverview view={view()} />}</Match>
          </Switch>
        )}
      </QueryView>
    </>
  );
};

const staffOf = (overview: Overview): StaffView | undefined => (overview.view === 'staff' ? overview : undefined);
const customerOf = (overview: Overview): CustomerView | undefined => (overview.view === 'customer' ? overview : undefined);

export default OverviewPage;
