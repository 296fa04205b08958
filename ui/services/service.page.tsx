import { useParams } from '@solidjs/router';
import { Show } from 'solid-js';
import { ErrorState, Skeleton } from '../components/states.js';
import { failureText } from '../failure.js';
import { QueryView } from '../query-view.js';
import { may } from '../session/session.js';
import { useServices } from '../user/user.data.js';
import { useAccountScope } from '../users/account-scope.js';
import { OwnService } from './own-service.js';
import { ServiceView } from './service-view.js';

const notFound = () => failureText({ network: false, code: 'not_found', issues: [] });

/** One service: for those who manage users, who has it; for everybody else, that they may use it. */
const ServicePage = () => {
  const params = useParams<{ service: string }>();
  return (
    <Show when={may('user.read')} fallback={<OwnService id={params.service} />}>
      <ManagedService id={params.service} />
    </Show>
  );
};

const ManagedService = (props: { readonly id: string }) => {
  const scope = useAccountScope();
  const found = useServices(scope.customerId);
  return (
    <QueryView query={found} waiting={<Skeleton kind="rows" lines={6} />}>
      {(all) => (
        <Show when={all().find((service) => service.id === props.id)} fallback={<ErrorState text={notFound()} />}>
          {(service) => <ServiceView service={service()} scope={scope} />}
        </Show>
      )}
    </QueryView>
  );
};

export default ServicePage;
