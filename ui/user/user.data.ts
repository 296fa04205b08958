import { takesSeats, usableUnits } from '../../domain/subscription/subscription.js';
import { api, type Outputs } from '../api.js';
import { language } from '../i18n.js';
import { useQuery } from '../use-query.js';

export type User = Outputs['users']['get'];
export type Service = Outputs['services']['list'][number];

export const useUser = (id: () => string) => useQuery(() => api.users.get.queryOptions({ id: id() }));

/** The services of the user's account with their free units. */
export const useServices = (customerId: () => string | undefined) =>
  useQuery(() => api.services.list.queryOptions({ customerId: customerId() }));

/** A service by its plan's name in the present language. */
export const serviceTitle = (service: { readonly nameEn: string; readonly nameIt: string }): string =>
  language() === 'it' ? service.nameIt : service.nameEn;

/** Units that nobody has; never below none, should units have been taken from the account meanwhile. */
export const freeUnits = (service: Pick<Service, 'units' | 'targetUnits' | 'used'>): number =>
  Math.max(0, usableUnits(service) - service.used);

/** Only a service that is there, or will be, can be given to somebody. */
export const isAssignable = ({ state }: Pick<Service, 'state'>): boolean => takesSeats(state);
