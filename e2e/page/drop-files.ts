/** Runs in the page: drops two files at once, as a mouse would. */
export function dropTwoFiles(): void {
  const data = new DataTransfer()
  for (const name of ['one.txt', 'two.txt']) data.items.add(new File(['See you at six'], name))
  const options = { bubbles: true, cancelable: true, dataTransfer: data }
  document.querySelector('.mantine-Dropzone-root')?.dispatchEvent(new DragEvent('drop', options))
}

/** Runs in the page: drops a text of 92 MB, as a mouse would. */
export function dropLargeFile(): void {
  const line = 'Parabéns! Você ganhou um celular grátis. Resgate seu prêmio agora mesmo!\n'
  const part = line.repeat(2 ** 13)
  const parts = Array.from({ length: 150 }, () => part)
  const data = new DataTransfer()
  data.items.add(new File(parts, 'grande.txt', { type: 'text/plain' }))
  const zone = document.querySelector('.mantine-Dropzone-root')
  for (const type of ['dragenter', 'dragover', 'drop']) {
    zone?.dispatchEvent(
      new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }),
    )
  }
}
