import { A } from '@solidjs/router';
import { CopyableId } from '../components/copyable-id.js';
import { DomainName } from '../components/domain-name.js';
import { FactList, type Fact } from '../components/fact-list.js';
import { Moment } from '../components/moment.js';
import { messages } from '../i18n.js';
import { may, me } from '../session/session.js';
import type { Order } from './orders.data.js';

const orders = messages('orders');
const words = () => orders().facts;

/** Who bought, when and for which account; for staff also by which ids it is known elsewhere. */
export const OrderFacts = (props: { readonly order: Order }) => {
  const facts = (): Fact[] => {
    const order = props.order;
    const tenant = order.domain === null ? '' : <DomainName name={order.domain} />;
    const qualified = order.qualification === null || order.qualification === 'none' ? '' : orders().qualifications[order.qualification];
    const staff: Fact[] = may('process.read')
      ? [
          { label: words().tenantRef, value: order.tenantRef === null ? '' : <CopyableId id={order.tenantRef} /> },
          { label: words().process, value: <A href={`/processes/${order.processId}`}>{words().openProcess}</A> },
          { label: words().workflow, value: <CopyableId id={order.workflowId} /> },
          { label: words().id, value: <CopyableId id={order.id} /> },
        ]
      : [];
    return [
      { label: words().customer, value: me()?.customer ? order.customerName : '' },
      { label: words().placed, value: <Moment at={order.placedAt} show="absolute" /> },
      { label: words().placedBy, value: order.placedByName },
      { label: words().completed, value: order.completedAt === null ? '' : <Moment at={order.completedAt} show="absolute" /> },
      { label: words().reference, value: order.purchaseReference },
      { label: words().tenant, value: tenant },
      { label: words().qualification, value: qualified },
      ...staff,
    ].filter(({ value }) => value !== null && value !== '' && value !== undefined);
  };
  return (
    <section class="panel" aria-label={words().title}>
      <div class="panel-head">
        <h2>{words().title}</h2>
      </div>
      <div class="panel-body">
        <FactList facts={facts()} />
      </div>
    </section>
  );
};
