import { CopyableId } from '../components/copyable-id.js';
import { FactList, type Fact } from '../components/fact-list.js';
import { Moment } from '../components/moment.js';
import { countryName } from '../customer-form/places.js';
import { messages } from '../i18n.js';
import type { Customer } from './customer.data.js';

const shell = messages('shell');
const customer = messages('customer');
const words = () => customer().facts;

/** What is known about the account. */
export const FactsPanel = (props: { readonly customer: Customer }) => {
  const facts = (): Fact[] => {
    const known = props.customer;
    const place = [known.postalCode, known.city].filter(Boolean).join(' ');
    const address = [known.street1, known.street2, place, known.stateOrProvince, known.country && countryName(known.country)];
    return [
      { label: words().contact, value: `${known.contactFirstName} ${known.contactLastName}` },
      { label: words().email, value: <a href={`mailto:${known.contactEmail}`}>{known.contactEmail}</a> },
      { label: words().emergency, value: known.emergencyEmail },
      { label: words().phone, value: known.phone },
      { label: words().address, value: address.filter(Boolean).join(', ') },
      { label: words().taxId, value: known.taxId },
      { label: words().language, value: shell().topBar.languages[known.language] },
      { label: words().timeZone, value: known.timeZone },
      { label: words().created, value: <Moment at={known.createdAt} show="absolute" /> },
      { label: words().id, value: <CopyableId id={known.id} /> },
    ].filter((fact) => fact.value !== null && fact.value !== '');
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
