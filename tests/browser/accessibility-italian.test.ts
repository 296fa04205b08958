import { lookOverRoutes } from './support/looked-over.js';

lookOverRoutes('it');
