import { fileURLToPath } from 'node:url'

/** A letter as it is to be printed. */
export type PrintedLetter = {
  readonly name: string
  /** Postal address, lines apart. */
  readonly address: string
  /** Who writes: unit or institution, above the window. */
  readonly from: string
  readonly subject: string | null
  readonly body: string
  /** The day in words, e.g. `2026年11月22日`. */
  readonly day: string
}

const mm = 72 / 25.4
const margin = 25 * mm
/** Place of the window of a long envelope on a sheet folded in three (DIN 5008 B). */
const window = { x: 20 * mm, y: 45 * mm, width: 85 * mm, height: 45 * mm }

/** Letters as PDF, A4, each beginning on a page of its own, the address where the envelope has its window; Chinese by Noto Sans SC, of which only the characters that occur are embedded. */
export const renderLetters = async (letters: readonly PrintedLetter[]): Promise<Buffer> => {
  const { default: PdfDocument } = await import('pdfkit')
  const font = fileURLToPath(
    import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  )
  const document = new PdfDocument({
    size: 'A4',
    margin,
    autoFirstPage: false,
    info: { Title: 'Letters', Producer: 'Tend' },
  })
  const chunks: Buffer[] = []
  const finished = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
  })
  document.registerFont('text', font)
  for (const letter of letters) drawLetter(document, letter)
  document.end()
  return finished
}

const drawLetter = (document: PDFKit.PDFDocument, letter: PrintedLetter): void => {
  document.addPage().font('text')
  document.fontSize(7).fillColor('#555').text(letter.from, window.x, window.y, { width: window.width })
  document
    .fontSize(11)
    .fillColor('#000')
    .text(`${letter.name}\n${letter.address}`, window.x, window.y + 6 * mm, {
      width: window.width,
      height: window.height - 6 * mm,
      lineGap: 2,
      ellipsis: true,
    })
  const width = document.page.width - 2 * margin
  document.text(letter.day, margin, 98 * mm, { width, align: 'right' })
  if (letter.subject !== null) document.moveDown(1.5).fontSize(13).text(letter.subject, margin, undefined, { width })
  document.moveDown(1.5).fontSize(11).text(letter.body, { width, lineGap: 4 })
}
