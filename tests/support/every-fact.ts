import type { z } from 'zod';
import { customerFacts } from '../../domain/customer/create-customer.js';

/** The paths of a schema's leaves. */
const leavesOf = (schema: z.ZodType, path: readonly string[] = []): string[] => {
  const { type, shape, innerType } = schema.def as { type: string; shape?: Record<string, z.ZodType>; innerType?: z.ZodType };
  if (type === 'object') return Object.entries(shape ?? {}).flatMap(([key, child]) => leavesOf(child, [...path, key]));
  return innerType && ['optional', 'default', 'nullable'].includes(type) ? leavesOf(innerType, path) : [path.join('.')];
};
/** Every fact of a customer, by its path. */
export const facts = leavesOf(customerFacts);

/** A value for each fact that is nowhere else. A fact without one fails here first. */
export const valuesOf = (mark: string): Record<string, string> => ({
  company: `Officine ${mark} S.p.A.`,
  city: `Cuneo ${mark}`,
  stateOrProvince: `CN ${mark}`,
  accountName: `Fatti ${mark}`,
  'contact.firstName': `Berta ${mark}`,
  'contact.lastName': `Lario ${mark}`,
  'contact.email': `berta-${mark}@prova.example`,
  'address.street1': `Via Roma ${mark}`,
  'address.street2': `Scala ${mark}`,
  'address.postalCode': `12100 ${mark}`,
  'address.country': 'CH',
  phone: '+39 0171 700 800',
  emergencyEmail: `casa-${mark}@altrove.example`,
  language: 'it',
  timeZone: 'Europe/Zurich',
  taxId: `IT ${mark}`,
});

/** Values by path as the API takes them. */
export const nested = (values: Record<string, string>): Record<string, unknown> => {
  const all: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    const [head = '', tail] = path.split('.');
    all[head] = tail === undefined ? value : { ...(all[head] as object | undefined), [tail]: value };
  }
  return all;
};
