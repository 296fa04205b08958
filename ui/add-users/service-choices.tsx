import { For, Show } from 'solid-js';
import { messages } from '../i18n.js';
import { freeUnits, isAssignable, serviceTitle, type Service } from '../user/user.data.js';

const words = messages('addUsers');

interface ServiceChoicesProps {
  readonly name: string;
  readonly services: readonly Service[];
  readonly chosen: readonly string[];
  /** How many of the form's users are to get a seat of a service. */
  readonly wanted: (service: string) => number;
  readonly error?: string;
  readonly onChange: (chosen: string[]) => void;
}

/** B14: the services that a new user gets at once, while units are free. */
export const ServiceChoices = (props: ServiceChoicesProps) => {
  const left = (service: Service) => freeUnits(service) - props.wanted(service.id);
  const has = (service: Service) => props.chosen.includes(service.id);
  const toggle = (service: Service, on: boolean) =>
    props.onChange(on ? [...props.chosen, service.id] : props.chosen.filter((id) => id !== service.id));
  return (
    <fieldset class="user-row-services" data-field={props.name}>
      <legend class="field-label">{words().services}</legend>
      <For each={props.services.filter(isAssignable)}>
        {(service) => (
          <label class="check">
            <input
              type="checkbox"
              name={props.name}
              checked={has(service)}
              disabled={!has(service) && left(service) <= 0}
              onChange={(event) => toggle(service, event.currentTarget.checked)}
            />
            <span>
              {serviceTitle(service)}
              <span class="small soft">{words().freeSeats(Math.max(0, left(service)))}</span>
            </span>
          </label>
        )}
      </For>
      <Show when={props.error}>
        <p class="field-error" role="alert">
          {props.error}
        </p>
      </Show>
    </fieldset>
  );
};
