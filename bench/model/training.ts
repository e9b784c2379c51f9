import { trainModel } from '@hamlet/classifier'
import type { Section } from './section.ts'
import { medianOf, takeTurns } from './turns.ts'

/** The messages that the goals were set for: the whole SMS Spam Collection without duplicates. */
const MESSAGES_OF_GOALS = 5169

/** How long a training takes, calibration and all. */
export const trainingSection: Section = {
  name: 'training',
  title: 'trainModel on sms_uci with its out-of-fold calibration, one thread',
  corpora: ['sms_uci'],
  async measure(bench) {
    const examples = await bench.corpus('sms_uci')
    const run = () => trainModel(examples).report.spam
    const [times = []] = await takeTurns([{ run }], { warmUp: 2, rounds: bench.isQuick ? 5 : 11 })
    const median = medianOf(times)
    const all = Math.round((median * MESSAGES_OF_GOALS) / examples.length)
    const none = { must: '', dream: '' }
    return [
      { name: `median, ${examples.length} messages`, measured: median, unit: 'ms', ...none },
      {
        name: `in proportion, ${MESSAGES_OF_GOALS} messages`,
        measured: all,
        unit: 'ms',
        must: '<= 400',
        dream: '<= 80',
      },
      { name: 'fastest', measured: Math.min(...times), unit: 'ms', ...none },
      { name: 'slowest', measured: Math.max(...times), unit: 'ms', ...none },
    ]
  },
}
