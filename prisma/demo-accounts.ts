import type { Role } from '../domain/permission/permissions.js';

export interface DemoAccount {
  readonly loginName: string;
  readonly password: string;
  readonly role: Role;
  readonly name: readonly [first: string, last: string];
}

/** Sign-ins of the sandbox. They are written only where the sandbox is on, which production refuses. */
export const demoAccounts: readonly DemoAccount[] = [
  { loginName: 'olivia@licenza.example', password: 'operator-demo-1', role: 'operator', name: ['Olivia', 'Operator'] },
  { loginName: 'sam@licenza.example', password: 'support-demo-1', role: 'support', name: ['Sam', 'Support'] },
  { loginName: 'rita@nordica.example', password: 'reseller-demo-1', role: 'reseller_admin', name: ['Rita', 'Rossi'] },
  { loginName: 'teo@laguna.example', password: 'reseller-demo-2', role: 'reseller_admin', name: ['Teo', 'Turri'] },
  { loginName: 'carla@fiordaliso.example', password: 'customer-demo-1', role: 'customer_admin', name: ['Carla', 'Conti'] },
  { loginName: 'ugo@fiordaliso.example', password: 'customer-demo-2', role: 'customer_user', name: ['Ugo', 'Utili'] },
];
