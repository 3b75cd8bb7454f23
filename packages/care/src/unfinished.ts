export const unfinished = (): never => {
  throw new Error('unfinished')
}
