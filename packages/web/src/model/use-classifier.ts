import { type Classifier, decodeModel, openClassifier } from '@hamlet/classifier'
import { readRefusal, unreachable } from '@hamlet/client'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'

const ADDRESS = '/v1/models/champion/file'

/**
 * The model that answers at the server, made ready to answer here.
 *
 * The file comes from the browser's cache as long as its hash (its `ETag`) is the server's, and the
 * classifier refuses one that is damaged.
 */
export function useClassifier(): UseQueryResult<Classifier> {
  return useQuery({
    queryKey: ['model'],
    queryFn: ({ signal }) => loadClassifier(signal),
    staleTime: Infinity,
    // It owns its memory and is compared by what it is.
    structuralSharing: false,
  })
}

async function loadClassifier(signal: AbortSignal): Promise<Classifier> {
  const reply = await fetch(ADDRESS, { signal, cache: 'no-cache' }).catch((error: unknown) => {
    throw unreachable(error)
  })
  if (!reply.ok) throw await readRefusal(reply)
  return openClassifier(decodeModel(new Uint8Array(await reply.arrayBuffer())))
}
