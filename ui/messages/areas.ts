/** Every area of words, in each language a file of its own that is fetched only when a page needs it. */
export const loaders = {
  en: {
    shell: () => import('./en/shell.js'),
    access: () => import('./en/access.js'),
    overview: () => import('./en/overview.js'),
    customers: () => import('./en/customers.js'),
    createCustomer: () => import('./en/create-customer.js'),
    customerForm: () => import('./en/customer-form.js'),
    importCustomers: () => import('./en/import-customers.js'),
    customer: () => import('./en/customer.js'),
    timeline: () => import('./en/timeline.js'),
    processes: () => import('./en/processes.js'),
    users: () => import('./en/users.js'),
    user: () => import('./en/user.js'),
    addUsers: () => import('./en/add-users.js'),
    services: () => import('./en/services.js'),
    account: () => import('./en/account.js'),
    offers: () => import('./en/offers.js'),
    marketplace: () => import('./en/marketplace.js'),
    cart: () => import('./en/cart.js'),
    checkout: () => import('./en/checkout.js'),
    orders: () => import('./en/orders.js'),
    subscriptions: () => import('./en/subscriptions.js'),
  },
  it: {
    shell: () => import('./it/shell.js'),
    access: () => import('./it/access.js'),
    overview: () => import('./it/overview.js'),
    customers: () => import('./it/customers.js'),
    createCustomer: () => import('./it/create-customer.js'),
    customerForm: () => import('./it/customer-form.js'),
    importCustomers: () => import('./it/import-customers.js'),
    customer: () => import('./it/customer.js'),
    timeline: () => import('./it/timeline.js'),
    processes: () => import('./it/processes.js'),
    users: () => import('./it/users.js'),
    user: () => import('./it/user.js'),
    addUsers: () => import('./it/add-users.js'),
    services: () => import('./it/services.js'),
    account: () => import('./it/account.js'),
    offers: () => import('./it/offers.js'),
    marketplace: () => import('./it/marketplace.js'),
    cart: () => import('./it/cart.js'),
    checkout: () => import('./it/checkout.js'),
    orders: () => import('./it/orders.js'),
    subscriptions: () => import('./it/subscriptions.js'),
  },
};

export type Area = keyof typeof loaders.en;

/** The shape of each area's words; English is the model that the Italian file must match. */
export type Messages = { [A in Area]: Awaited<ReturnType<(typeof loaders.en)[A]>>['messages'] };
