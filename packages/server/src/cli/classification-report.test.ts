import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type LogOdds, measure } from '@hamlet/classifier'
import { classificationReport } from './classification-report.ts'

it('prints the table that the same counts give in scikit-learn', () => {
  const of = (label: 'ham' | 'spam', logit: number, count: number) =>
    Array.from({ length: count }, () => ({ label, logit: logit as LogOdds }))
  const metrics = measure([
    ...of('ham', -2, 90),
    ...of('ham', 2, 10),
    ...of('spam', 2, 45),
    ...of('spam', -2, 5),
  ])
  assert.equal(
    classificationReport(metrics),
    [
      '              precision     recall   f1-score    support',
      '',
      '         ham     0.9474     0.9000     0.9231        100',
      '        spam     0.8182     0.9000     0.8571         50',
      '',
      '    accuracy                           0.9000        150',
      '   macro avg     0.8828     0.9000     0.8901        150',
      'weighted avg     0.9043     0.9000     0.9011        150',
      '',
      'ham called spam: 10 of 100 (10.00 %)',
      'spam let through: 5 of 50',
      'mcc 0.7826, roc auc 0.9000, log loss 0.3269, ece 0.0651',
    ].join('\n'),
  )
})
