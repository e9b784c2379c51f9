import { parseArgs } from 'node:util'
import { describeService } from '../compose.ts'
import type { Command } from './command.ts'

/** `hamlet openapi`. */
export const openapiCommand: Command = {
  help: `hamlet openapi [--yaml]

Prints the OpenAPI 3.1 document of the service, which docs/openapi.json is.`,
  run: async (args, { stdout }) => {
    const { values } = parseArgs({ args: [...args], options: { yaml: { type: 'boolean' } } })
    const format = values.yaml ? 'yaml' : 'json'
    stdout.write(await describeService(format))
    return 0
  },
}
