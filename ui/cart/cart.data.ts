import { api } from '../api.js';
import { queryClient } from '../query-client.js';
import { may } from '../session/session.js';
import { useQuery } from '../use-query.js';

export type Cart = Awaited<ReturnType<typeof api.cart.get.query>>;
export type CartLine = Cart['lines'][number];

/** The caller's basket, kept on the server and followed live. */
export const useCart = () => useQuery(() => ({ ...api.cart.get.queryOptions(undefined), enabled: may('cart.write') }));

/** Shows the basket that a command answered with, unless a newer one is shown already. */
export const showCart = (cart: Cart): void => {
  queryClient.setQueryData<Cart>(['cart.get'], (old) => (old && old.version > cart.version ? old : cart));
};

export const refreshCart = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['cart.get'] });
