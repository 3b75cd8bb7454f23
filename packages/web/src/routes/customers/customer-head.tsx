import { ArrowLeftOutlined } from '@ant-design/icons'
import { useRouter } from '@tanstack/react-router'
import type { Customer } from '@tend/contract'
import { type ReactElement, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { FieldCell } from '../../catalogue/cell.tsx'
import { LevelTags } from '../../catalogue/level-tags.tsx'
import { useLabel } from '../../i18n/index.ts'
import { Button } from '../../ui/antd.ts'
import { Unknown } from '../../ui/figures.tsx'
import { AppointmentNew } from '../appointments/appointment-new.tsx'
import { useMe } from '../session/use-me.ts'
import { PhoneNumber } from '../workbench/call-box.tsx'
import { ContactDialog } from './contact-dialog.tsx'
import { ContactNow } from './contact-now.tsx'
import { HandOverDialog } from './hand-over-dialog.tsx'
import { Helpers } from './helpers.tsx'
import { MessageDialog } from './message-dialog.tsx'
import { Revealable } from './revealable.tsx'

/** Already told by the heading or the first line of the card. */
const toldElsewhere = new Set(['customer_id', 'name', 'phone', 'id_number', 'unit_id', 'owner_id'])

type HeadProps = { readonly customer: Customer /** Who it is, without the card. */; readonly isBrief: boolean }

export const CustomerHead = ({ customer, isBrief }: HeadProps): ReactElement => {
  const { t } = useTranslation()
  const { history } = useRouter()
  const { permissions } = useMe()
  const [dialog, setDialog] = useState<'contact' | 'handOver' | 'message' | 'appointment'>()
  return (
    <section className="card customer-head" aria-label={t('customer.card')}>
      <div className="row top wrap between">
        <div className="row top grow">
          <Button
            type="text"
            icon={<ArrowLeftOutlined />}
            aria-label={t('action.back')}
            onClick={() => history.back()}
          />
          <div className="grow">
            <div className="row wrap baseline">
              <h1>{customer.name ?? customer.customerId}</h1>
              <LevelTags levels={customer.levels} />
            </div>
            <p className="muted figure">{customer.customerId}</p>
          </div>
        </div>
        <div className="row wrap customer-actions">
          {permissions.includes('messages.send') ? (
            <Button onClick={() => setDialog('message')}>{t('message.title')}</Button>
          ) : null}
          {permissions.includes('tasks.work') ? (
            <Button onClick={() => setDialog('appointment')}>{t('appointments.new')}</Button>
          ) : null}
          {customer.may.handOver ? (
            <Button onClick={() => setDialog('handOver')}>{t('customer.handOver')}</Button>
          ) : null}
          {customer.may.contact ? (
            <Button type="primary" onClick={() => setDialog('contact')}>
              {t('customer.recordContact')}
            </Button>
          ) : null}
        </div>
      </div>
      <ContactNow customerId={customer.customerId} />
      {isBrief ? null : <CardFacts customer={customer} />}
      <ContactDialog
        customerId={customer.customerId}
        isOpen={dialog === 'contact'}
        onClose={() => setDialog(undefined)}
      />
      <MessageDialog
        customerId={customer.customerId}
        isOpen={dialog === 'message'}
        onClose={() => setDialog(undefined)}
      />
      <AppointmentNew customer={customer} isOpen={dialog === 'appointment'} onClose={() => setDialog(undefined)} />
      <HandOverDialog customer={customer} isOpen={dialog === 'handOver'} onClose={() => setDialog(undefined)} />
    </section>
  )
}

const CardFacts = ({ customer }: { customer: Customer }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { attributes } = useCatalogue()
  const others = attributes.filter(
    ({ id }) => !toldElsewhere.has(id) && customer.attributes[id] !== undefined && customer.attributes[id] !== null,
  )
  return (
    <dl className="facts">
      <Fact title={t('customer.phone')}>
        {customer.phone && !customer.phone.includes('*') ? (
          <PhoneNumber phone={customer.phone} />
        ) : (
          <Revealable customer={customer} field="phone" value={customer.phone} />
        )}
      </Fact>
      <Fact title={t('customer.idNumber')}>
        <Revealable customer={customer} field="id_number" value={customer.idNumber} />
      </Fact>
      <Fact title={t('customer.owner')}>{customer.owner?.name ?? <Unknown />}</Fact>
      {customer.helpers.length > 0 || customer.may.handOver ? (
        <Fact title={t('customer.helpers')}>
          <Helpers customer={customer} />
        </Fact>
      ) : null}
      <Fact title={t('customer.unit')}>{customer.unit?.name ?? <Unknown />}</Fact>
      {others.map(({ id, label, unit }) => (
        <Fact key={id} title={name(label)}>
          <FieldCell id={id} unit={unit} value={customer.attributes[id]} />
        </Fact>
      ))}
    </dl>
  )
}

const Fact = ({ title, children }: { title: string; children: ReactNode }): ReactElement => (
  <div>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
)
