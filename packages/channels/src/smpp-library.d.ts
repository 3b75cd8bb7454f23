/** What we use of the library `smpp`, which brings no types. */
declare module 'smpp' {
  import type { Server as NetServer } from 'node:net'

  export type Pdu = {
    readonly command: string
    readonly command_status: number
    readonly message_id?: string
    readonly source_addr?: string
    readonly destination_addr?: string
    readonly esm_class?: number
    readonly data_coding?: number
    readonly registered_delivery?: number
    readonly short_message?: { readonly message: string | Buffer; readonly udh?: readonly Buffer[] }
    readonly receipted_message_id?: string
    readonly message_state?: number
    readonly system_id?: string
    readonly password?: string
    response(options?: Readonly<Record<string, unknown>>): Pdu
  }

  export type Session = {
    on(event: 'connect' | 'secureConnect' | 'close', listener: () => void): void
    on(event: 'error', listener: (error: Error) => void): void
    on(event: string, listener: (pdu: Pdu) => void): void
    send(pdu: Pdu): boolean
    bind_transceiver(options: Readonly<Record<string, unknown>>, answer: (pdu: Pdu) => void): boolean
    submit_sm(options: Readonly<Record<string, unknown>>, answer: (pdu: Pdu) => void): boolean
    deliver_sm(options: Readonly<Record<string, unknown>>, answer: (pdu: Pdu) => void): boolean
    enquire_link(): boolean
    close(closed?: () => void): void
    destroy(closed?: () => void): void
  }

  const smpp: {
    connect(options: { readonly url: string; readonly auto_enquire_link_period?: number }): Session
    createServer(listener: (session: Session) => void): NetServer
  }
  export default smpp
}
