import { EditOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { StudioDefinition } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { App, Button, Form, Input, Modal, Radio } from '../../ui/antd.ts'
import { itemsOf } from '../../ui/load-more.tsx'
import { studioQueries, useCreateDraft } from './studio.queries.ts'

type Fields = { readonly draft: number; readonly title: string; readonly note?: string }

/** Goes on with a draft of one's own, or begins another. */
export const EditInDraft = ({ definition }: { definition: StudioDefinition }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(false)
  const [form] = Form.useForm<Fields>()
  const chosen = Form.useWatch('draft', form)
  const versions = useInfiniteQuery(studioQueries.versions())
  const drafts = itemsOf(versions).filter(({ may }) => may.edit)
  const create = useCreateDraft()
  const edit = (version: number): void =>
    void navigate({
      to: '/studio/definitions/$kind/$definitionId',
      params: { kind: definition.kind, definitionId: definition.id },
      search: { version },
    })
  const start = async ({ draft, title, note }: Fields): Promise<void> => {
    if (draft > 0) return edit(draft)
    try {
      edit((await create.mutateAsync({ title, ...(note ? { note } : {}) })).version)
    } catch (error) {
      void message.error(messageOf(error, language))
    }
  }
  const first = drafts[0]?.version ?? 0
  return (
    <>
      <Button type="primary" icon={<EditOutlined />} onClick={() => setOpen(true)}>
        {t('studio.edit')}
      </Button>
      <Modal
        // What is asked depends on the drafts: a dialog that changes under the hand is clicked wrongly.
        open={isOpen && !versions.isPending}
        title={t('studio.edit')}
        okText={t('studio.edit')}
        cancelText={t('action.cancel')}
        onCancel={() => setOpen(false)}
        onOk={() => form.submit()}
        confirmLoading={create.isPending}
        destroyOnHidden
      >
        <Form<Fields>
          form={form}
          layout="vertical"
          preserve={false}
          onFinish={start}
          initialValues={{ draft: first, title: t('studio.draftTitleSuggestion', { name: name(definition.label) }) }}
        >
          <Form.Item name="draft" hidden={drafts.length === 0}>
            <Radio.Group
              vertical
              options={[
                ...drafts.map(({ version, title }) => ({
                  value: version,
                  label: t('studio.continueDraft', { version, title }),
                })),
                { value: 0, label: t('studio.draftNew') },
              ]}
            />
          </Form.Item>
          {(chosen ?? first) === 0 ? (
            <>
              <Form.Item
                name="title"
                label={t('studio.draftTitle')}
                rules={[{ required: true, whitespace: true, message: t('studio.draftTitleMissing') }]}
              >
                <Input maxLength={200} />
              </Form.Item>
              <Form.Item name="note" label={t('studio.draftNote')}>
                <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 5 }} />
              </Form.Item>
            </>
          ) : null}
        </Form>
      </Modal>
    </>
  )
}
