import { type Classifier, decodeModel, ModelFileError, openClassifier } from '@hamlet/classifier'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { queryClient } from '../queries.ts'
import { askModelFile, bytesOf } from './load-model-file.ts'

const QUERY_KEY = ['model'] as const

interface LoadedModel {
  readonly classifier: Classifier
  /** The `ETag` of its file; `null` where something on the way took it. */
  readonly tag: string | null
}

/**
 * The model that answers at the server, made ready to answer here. Of a file that is damaged the query
 * tells `ModelFileError`. Whether it is still the server's is asked whenever somebody comes back to the
 * screen or the window, which costs 304 and no body as long as it is.
 */
export function useClassifier(): UseQueryResult<Classifier> {
  return useQuery({
    queryKey: QUERY_KEY,
    queryFn: ({ signal }) => load(queryClient.getQueryData<LoadedModel>(QUERY_KEY), signal),
    select: classifierOf,
    staleTime: 0,
    // It owns its memory and is compared by what it is.
    structuralSharing: false,
  })
}

/** Asks at once whether the server has another model now. */
export function renewClassifier(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: QUERY_KEY, exact: true })
}

async function load(former: LoadedModel | undefined, signal: AbortSignal): Promise<LoadedModel> {
  const reply = await askModelFile({ signal })
  const tag = reply.headers.get('etag')
  if (former !== undefined && tag !== null && tag === former.tag) {
    await reply.body?.cancel()
    return former
  }
  try {
    return await openModel(reply)
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error
    // What the browser keeps may be damaged: its hash would be right, and it would stay for ever.
    return openModel(await askModelFile({ signal, cache: 'reload' }))
  }
}

async function openModel(reply: Response): Promise<LoadedModel> {
  const classifier = openClassifier(decodeModel(await bytesOf(reply)))
  return { classifier, tag: reply.headers.get('etag') }
}

function classifierOf({ classifier }: LoadedModel): Classifier {
  return classifier
}
