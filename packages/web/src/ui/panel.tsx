import { type ReactElement, type ReactNode, useId } from 'react'

type Props = {
  readonly title: string
  readonly extra?: ReactNode
  readonly children: ReactNode
  readonly flush?: boolean
}

/** A titled surface; `flush` lets lists and tables reach its edges. */
export const Panel = ({ title, extra, children, flush = false }: Props): ReactElement => {
  const id = useId()
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <h2 className="section-title" id={id}>
          {title}
        </h2>
        {extra}
      </div>
      <div className={flush ? 'card-flush' : 'card-body'}>{children}</div>
    </section>
  )
}
