import type { RouteDefinition } from '@solidjs/router';
import { lazy, type Component } from 'solid-js';
import { loadMessages } from './i18n.js';
import type { Area } from './messages/areas.js';
import { SessionGate } from './session/session-gate.js';

/** A page that arrives with its words: both are asked for at once, and the page is shown when both are there. */
const page = (load: () => Promise<{ default: Component }>, ...areas: Area[]) =>
  lazy(async () => {
    const [module] = await Promise.all([load(), loadMessages(...areas)]);
    return module;
  });

/** The pages about the people of one account: the caller's own, or for staff and resellers that of a customer. */
const peopleOf = (account: string): RouteDefinition[] => [
  { path: `${account}/users`, component: page(() => import('./users/users.page.js'), 'users') },
  { path: `${account}/users/new`, component: page(() => import('./add-users/add-users.page.js'), 'addUsers', 'users', 'user') },
  {
    path: `${account}/users/import`,
    component: page(() => import('./add-users/import-users.page.js'), 'addUsers', 'users', 'importCustomers'),
  },
  { path: `${account}/services`, component: page(() => import('./services/services.page.js'), 'services', 'users') },
  { path: `${account}/services/:service`, component: page(() => import('./services/service.page.js'), 'services', 'users') },
  {
    path: `${account}/subscriptions`,
    component: page(() => import('./subscriptions/subscriptions.page.js'), 'subscriptions', 'users', 'offers'),
  },
  {
    path: `${account}/subscriptions/:subscription`,
    component: page(() => import('./subscriptions/subscription.page.js'), 'subscriptions', 'services', 'users', 'offers', 'timeline'),
  },
  { path: `${account}/login-history`, component: page(() => import('./users/login-history.page.js'), 'users') },
];

export const routes: RouteDefinition[] = [
  { path: '/sign-in', component: page(() => import('./access/sign-in.page.js'), 'access') },
  { path: '/activate', component: page(() => import('./access/activate.page.js'), 'access') },
  { path: '/forgot-password', component: page(() => import('./access/forgot-password.page.js'), 'access') },
  { path: '/reset-password', component: page(() => import('./access/reset-password.page.js'), 'access') },
  { path: '/confirm-address', component: page(() => import('./access/confirm-address.page.js'), 'access') },
  { path: '/confirm-domain', component: page(() => import('./access/confirm-domain.page.js'), 'access') },
  {
    path: '/',
    component: SessionGate,
    children: [
      { path: '/', component: page(() => import('./overview/overview.page.js'), 'overview', 'timeline', 'reconcile') },
      { path: '/customers', component: page(() => import('./customers/customers.page.js'), 'customers', 'timeline') },
      {
        path: '/customers/new',
        component: page(() => import('./create-customer/create-customer.page.js'), 'createCustomer', 'customerForm'),
      },
      {
        path: '/customers/import',
        component: page(() => import('./import-customers/import-customers.page.js'), 'importCustomers', 'customerForm'),
      },
      {
        path: '/customers/:id',
        component: page(() => import('./customer/customer.page.js'), 'customer', 'customerForm', 'timeline', 'reconcile', 'commands'),
      },
      ...peopleOf('/customers/:id'),
      ...peopleOf(''),
      { path: '/users/:user', component: page(() => import('./user/user.page.js'), 'user', 'users', 'customerForm', 'timeline') },
      { path: '/staff', component: page(() => import('./staff/staff.page.js'), 'staff') },
      { path: '/staff/:member', component: page(() => import('./staff/staff-member.page.js'), 'staff', 'users') },
      { path: '/account', component: page(() => import('./account/account.page.js'), 'account', 'users') },
      { path: '/marketplace', component: page(() => import('./marketplace/marketplace.page.js'), 'marketplace', 'offers') },
      { path: '/marketplace/:code', component: page(() => import('./marketplace/product.page.js'), 'marketplace', 'offers', 'cart') },
      { path: '/cart', component: page(() => import('./cart/cart.page.js'), 'cart', 'offers', 'marketplace') },
      { path: '/checkout', component: page(() => import('./checkout/checkout.page.js'), 'checkout', 'cart', 'offers', 'customerForm') },
      { path: '/orders', component: page(() => import('./orders/orders.page.js'), 'orders', 'timeline') },
      {
        path: '/orders/:id',
        component: page(
          () => import('./orders/order.page.js'),
          'orders',
          'offers',
          'timeline',
          'checkout',
          'customerForm',
          'reconcile',
          'commands',
        ),
      },
      { path: '/processes', component: page(() => import('./processes/processes.page.js'), 'processes', 'timeline') },
      {
        path: '/processes/:id',
        component: page(
          () => import('./processes/process.page.js'),
          'processes',
          'timeline',
          'orders',
          'offers',
          'checkout',
          'customerForm',
          'reconcile',
          'commands',
        ),
      },
      { path: '/comparison', component: page(() => import('./reconcile/reconcile.page.js'), 'reconcile') },
      { path: '*', component: page(() => import('./shell/not-found.page.js')) },
    ],
  },
];
