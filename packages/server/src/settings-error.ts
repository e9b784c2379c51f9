/** One setting that cannot be used, and why. */
export interface SettingFault {
  readonly setting: string
  readonly reason: string
}

/** All that is wrong with the settings, at once; ends with exit status 78. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly faults: readonly SettingFault[]

  constructor(faults: readonly SettingFault[]) {
    super(faults.map(({ setting, reason }) => `${setting}: ${reason}`).join('\n'))
    this.faults = faults
  }
}
