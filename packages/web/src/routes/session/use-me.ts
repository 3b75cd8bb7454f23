import { useSuspenseQuery } from '@tanstack/react-query'
import type { Me } from '@tend/contract'
import { sessionQueries } from './session.queries.ts'

/** Whoever is signed in; pages inside the frame are only drawn once this is known. */
export const useMe = (): Me => useSuspenseQuery(sessionQueries.me()).data
