import type { RequestHandler } from 'express';

/** Header that a cross-site form can't set; every mutation carries it. */
export const csrfHeader = 'x-licenza-csrf';

const refuse =
  (code: string, status: number): RequestHandler =>
  (_request, response) => {
    response.status(status).json({
      error: { message: code, code: -32_600, data: { code: 'FORBIDDEN', httpStatus: status, failure: { code, params: {} }, issues: [] } },
    });
  };

/**
 * Lets a changing request through only if it is ours: from our own origin, with our header, as JSON. The type
 * matters because multipart and octet-stream bodies reach mutations without a preflight.
 */
export const createRequestGuard = (publicUrl: string): RequestHandler => {
  const ours = new URL(publicUrl).origin;
  return (request, response, next) => {
    const origin = request.get('origin');
    const site = request.get('sec-fetch-site');
    const foreign = (origin !== undefined && origin !== ours) || site === 'cross-site' || site === 'same-site';
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (foreign) refuse('origin_refused', 403)(request, response, next);
      else next();
      return;
    }
    if (foreign || request.get(csrfHeader) !== '1') refuse('origin_refused', 403)(request, response, next);
    else if (!request.is('application/json')) refuse('input_invalid', 415)(request, response, next);
    else next();
  };
};
