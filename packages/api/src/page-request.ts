/** The paging of a request as care takes it. */
export const pageRequest = ({ cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) =>
  cursor === undefined ? { limit } : { cursor, limit }
