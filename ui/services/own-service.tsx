import Boxes from 'lucide-solid/icons/boxes';
import { Show } from 'solid-js';
import { api } from '../api.js';
import { ButtonLink } from '../components/button.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Skeleton } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { config } from '../session/session.js';
import { subscriptionTones } from '../state-tones.js';
import { serviceTitle } from '../user/user.data.js';
import { useQuery } from '../use-query.js';

const shell = messages('shell');
const services = messages('services');
const words = () => services().own;

/** B2: a service, for the one who may use it. */
export const OwnService = (props: { readonly id: string }) => {
  const overview = useQuery(() => api.overview.get.queryOptions(undefined));
  return (
    <QueryView query={overview} waiting={<Skeleton lines={4} />}>
      {(known) => (
        <Show
          when={tilesOf(known()).find((tile) => tile.id === props.id)}
          fallback={<EmptyState icon={Boxes} title={words().none} text={words().noneText} />}
        >
          {(tile) => <OwnServiceView tile={tile()} />}
        </Show>
      )}
    </QueryView>
  );
};

type OverviewData = Awaited<ReturnType<typeof api.overview.get.query>>;
type ServiceTile = Extract<OverviewData, { view: 'customer' }>['tiles'][number];

const tilesOf = (overview: OverviewData): ServiceTile[] => (overview.view === 'customer' ? overview.tiles : []);

const OwnServiceView = (props: { readonly tile: ServiceTile }) => {
  const state = () => props.tile.state;
  return (
    <>
      <PageHead
        title={serviceTitle(props.tile)}
        state={<StateChip tone={subscriptionTones[state()]} label={shell().states.subscription[state()]} />}
        below={words().yours}
      />
      <section class="panel panel-body stack" aria-label={serviceTitle(props.tile)}>
        <p>{words().text}</p>
        <Show when={config()?.supportEmail}>
          {(address) => (
            <div>
              <ButtonLink href={`mailto:${address()}`} external>
                {shell().topBar.writeTo(address())}
              </ButtonLink>
            </div>
          )}
        </Show>
      </section>
    </>
  );
};
