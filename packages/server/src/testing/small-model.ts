import { decodeModel, encodeModel, trainModel } from '@hamlet/classifier'
import type { ModelVersion } from '../domain/units.ts'
import type { StoredModel } from '../store/models.ts'

/** Another model than the shipped one, quickly trained: small, and no good. */
export function smallModel(): StoredModel {
  const words = ['noon', 'lunch', 'table', 'train', 'win', 'prize', 'claim', 'cash'].entries()
  const examples = Array.from(
    words,
    ([i, text]) => ({ text, label: i < 4 ? 'ham' : 'spam' }) as const,
  )
  const bytes = encodeModel(trainModel(examples, { bits: 10, bayesScope: 'words', folds: 2 }))
  return { bytes, version: decodeModel(bytes).version as ModelVersion }
}
