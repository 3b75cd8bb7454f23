/** The only importer of antd: what the app may use of it, in one place. */
export type { TableColumnsType, TableProps, ThemeConfig } from 'antd'
export {
  Alert,
  App,
  Badge,
  Button,
  Checkbox,
  ConfigProvider,
  DatePicker,
  Drawer,
  Dropdown,
  Form,
  Grid,
  Input,
  InputNumber,
  Modal,
  Popconfirm,
  Popover,
  Progress,
  Radio,
  Segmented,
  Select,
  Skeleton,
  Switch,
  Table,
  Tabs,
  Tooltip,
  Upload,
} from 'antd'

import type { ConfigProviderProps } from 'antd'
import en from 'antd/es/locale/en_US.js'
import zh from 'antd/es/locale/zh_CN.js'

type Locale = NonNullable<ConfigProviderProps['locale']>

/** antd's locale files are modules that TypeScript takes for CommonJS ones and the bundler does not. */
const localeIn = (module: unknown): Locale => module as Locale

export const antdLocaleOf: Readonly<Record<'zh' | 'en', Locale>> = { zh: localeIn(zh), en: localeIn(en) }
