import { createRoot } from 'react-dom/client'
import { TendApp } from './app.tsx'
import { startTranslations } from './i18n/index.ts'
import './styles.css'
import './day.css'

startTranslations()

const root = document.getElementById('root')
if (root) createRoot(root).render(<TendApp />)
