/** A provider's answer is a line or two; whatever goes on beyond this is none. */
const answerBytesMax = 65_536

/** The text of a provider's answer; empty where it is longer than any answer, of which no more is taken. Ends with the signal of its request. */
export const readAnswer = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    // Leaving the loop ends the connection.
    if (bytes > answerBytesMax) return ''
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
