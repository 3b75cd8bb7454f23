/** One line on a terminal that says what is under way; in a log it says each step once, and nothing where output is for programs. */
export const progressLine = (isSilent: boolean): { show(text: string): void; clear(): void } => {
  const isTerminal = process.stderr.isTTY === true
  let shown = ''
  return {
    show(text) {
      if (isSilent || text === shown) return
      if (isTerminal) process.stderr.write(`\r\u001b[2K  ${text}`)
      else if (text.split(' ')[0] !== shown.split(' ')[0]) process.stderr.write(`  ${text}\n`)
      shown = text
    },
    clear() {
      if (!isSilent && isTerminal && shown !== '') process.stderr.write('\r\u001b[2K')
      shown = ''
    },
  }
}
