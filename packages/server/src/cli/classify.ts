import { availableParallelism } from 'node:os'
import type { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import {
  classifyStream,
  type Format,
  type StreamCount,
  type StreamJudge,
} from './classify-stream.ts'
import { type Command, type ExitStatus, type Io, UsageError } from './command.ts'
import { type JudgementRecord, judgeWith, signed } from './judgement.ts'
import { openModelFile } from './model-choice.ts'
import { wholeNumber } from './whole-number.ts'

const HELP = `hamlet classify [TEXT] [--model M.hamlet] [--format lines|ndjson|csv] [--reasons N]
                [--workers N]

Judges one text, or every text of a stream from stdin to stdout: in constant memory, in order.

  --model M.hamlet  default: the model that Hamlet comes with
  --format lines    a text per line in; label, probability, verdict and text out, with tabs between
  --format ndjson   an object with text (and perhaps source) per line in; the same object with label,
                    spam_probability and verdict out. A line that cannot be read becomes
                    {"error", "line"}; the stream goes on, and the exit status is 1 in the end.
  --format csv      a header with text (and perhaps source) and rows in; the same columns and label,
                    spam_probability and verdict out. A row that cannot be read is left out, and the
                    exit status is 1 in the end.
  --reasons N       says also which pieces of the text spoke for and against, at most N of them
  --workers N       threads that judge a stream, the reading one among them; default: one per core. The
                    output is the same for any N.`

/** `hamlet classify`: texts in, judgements out. */
export const classifyCommand: Command = {
  help: HELP,
  async run(args, io) {
    const { text, model, format = 'lines', reasons, workers } = readArguments(args)
    const { bytes, classifier } = await openModelFile(model)
    const judge = judgeWith(classifier, reasons)
    if (text === undefined) {
      return judgeStream(io, { format, judge, model: bytes, reasons, threads: workers })
    }
    io.stdout.write(oneText(text, format, judge(text)))
    return 0
  },
}

interface Arguments {
  readonly text: string | undefined
  readonly model: string | undefined
  readonly format: Format | undefined
  readonly reasons: number
  readonly workers: number
}

function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      model: { type: 'string' },
      format: { type: 'string' },
      reasons: { type: 'string', default: '0' },
      workers: { type: 'string', default: String(availableParallelism()) },
    },
  })
  const [text, ...more] = positionals
  if (more.length > 0) throw new UsageError('only one TEXT; put it in quotes')
  const { model, format, reasons, workers } = values
  return {
    text,
    model,
    format: readFormat(format),
    reasons: wholeNumber('reasons', reasons, 0),
    workers: wholeNumber('workers', workers, 1),
  }
}

function readFormat(value: string | undefined): Format | undefined {
  if (value === undefined || value === 'lines' || value === 'ndjson' || value === 'csv') {
    return value
  }
  throw new UsageError(`--format must be lines, ndjson or csv, got "${value}"`)
}

function oneText(text: string, format: Format, judgement: JudgementRecord): string {
  const { label, spam_probability, verdict, reasons = [] } = judgement
  if (format === 'ndjson') return `${JSON.stringify({ text, ...judgement })}\n`
  if (format === 'csv') throw new UsageError('--format csv is for a stream')
  const why = reasons.map(
    ({ piece, contribution }) => `${signed(contribution).padStart(8)}  ${piece}`,
  )
  return `${[`${label}\t${spam_probability.toFixed(6)}\t${verdict}`, ...why].join('\n')}\n`
}

async function judgeStream(io: Io, how: StreamJudge): Promise<ExitStatus> {
  const count: StreamCount = { texts: 0, failures: 0 }
  const stopProgress = showProgress(io.stderr, count)
  try {
    await classifyStream(io, how, count)
  } finally {
    stopProgress()
  }
  if (count.failures === 0) return 0
  const lines = count.failures === 1 ? '1 line' : `${count.failures} lines`
  const first = count.firstFault === undefined ? '' : `; the first: ${count.firstFault}`
  io.stderr.write(`${lines} could not be read${first}\n`)
  return 1
}

/** Tells once a second on a terminal how far the stream is. */
function showProgress(stderr: Writable, count: StreamCount): () => void {
  if (!('isTTY' in stderr) || stderr.isTTY !== true) return () => {}
  const start = performance.now()
  const show = (): void => {
    const perSecond = (1000 * count.texts) / (performance.now() - start)
    stderr.write(`\r${count.texts} texts, ${Math.round(perSecond)} per second`)
  }
  const timer = setInterval(show, 1000)
  return () => {
    clearInterval(timer)
    show()
    stderr.write('\n')
  }
}
