/** Kinds of files that may lie beside notes: what they are called, and how their content begins. Anything else is refused. */
type FileType = {
  readonly extensions: readonly string[]
  readonly contentType: string
  readonly isContent: (bytes: Uint8Array) => boolean
}

const startsWith =
  (...signature: readonly number[]) =>
  (bytes: Uint8Array): boolean =>
    signature.every((byte, index) => bytes[index] === byte)

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))

const isWebp = (bytes: Uint8Array): boolean => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP'

/** An office document is a ZIP that names its parts in clear, the folder of its kind among them. */
const isOffice =
  (folder: string) =>
  (bytes: Uint8Array): boolean =>
    startsWith(0x50, 0x4b, 0x03, 0x04)(bytes) &&
    Buffer.from(bytes).includes('[Content_Types].xml') &&
    Buffer.from(bytes).includes(`${folder}/`) &&
    !Buffer.from(bytes).includes('vbaProject.bin')

/** No control characters but line ends and tabs: text in UTF-8 or GB 18030, no program. */
const isText = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)

const office = 'application/vnd.openxmlformats-officedocument'
const fileTypes: readonly FileType[] = [
  { extensions: ['pdf'], contentType: 'application/pdf', isContent: startsWith(0x25, 0x50, 0x44, 0x46, 0x2d) },
  {
    extensions: ['png'],
    contentType: 'image/png',
    isContent: startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  },
  { extensions: ['jpg', 'jpeg'], contentType: 'image/jpeg', isContent: startsWith(0xff, 0xd8, 0xff) },
  { extensions: ['webp'], contentType: 'image/webp', isContent: isWebp },
  { extensions: ['docx'], contentType: `${office}.wordprocessingml.document`, isContent: isOffice('word') },
  { extensions: ['xlsx'], contentType: `${office}.spreadsheetml.sheet`, isContent: isOffice('xl') },
  { extensions: ['txt'], contentType: 'text/plain', isContent: isText },
  { extensions: ['csv'], contentType: 'text/csv', isContent: isText },
]

/** The content type of a file by its name's ending, where the content is of that kind; what the sender says of it counts for nothing. */
export const contentTypeOf = (fileName: string, bytes: Uint8Array): string | undefined => {
  const extension = fileName.toLowerCase().split('.').at(-1) ?? ''
  const type = fileTypes.find((each) => each.extensions.includes(extension))
  return type?.isContent(bytes) ? type.contentType : undefined
}
