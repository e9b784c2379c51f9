import { type Classifier, decodeModel, openClassifier } from '@hamlet/classifier'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { loadModelFile } from './load-model-file.ts'

/**
 * The model that answers at the server, made ready to answer here. The classifier refuses a file that
 * is damaged.
 */
export function useClassifier(): UseQueryResult<Classifier> {
  return useQuery({
    queryKey: ['model'],
    queryFn: async ({ signal }) => openClassifier(decodeModel(await loadModelFile(signal))),
    staleTime: Infinity,
    // It owns its memory and is compared by what it is.
    structuralSharing: false,
  })
}
