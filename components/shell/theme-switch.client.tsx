'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dropdown, DropdownItem, DropdownLabel } from '../ui/dropdown.client.tsx'
import { chooseAppearance, type Density, densities, readDensity, readTheme, type Theme, themes } from './appearance.ts'

const icons = { system: Monitor, light: Sun, dark: Moon } as const
const themeWords = { system: 'As the system', light: 'Light', dark: 'Dark' } as const
const densityWords = { comfortable: 'Comfortable rows', compact: 'Compact rows' } as const

export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>('system')
  const [density, setDensity] = useState<Density>('comfortable')
  useEffect(() => {
    setTheme(readTheme(document.documentElement.dataset.theme))
    setDensity(readDensity(document.documentElement.dataset.density))
  }, [])
  const Icon = icons[theme]
  return (
    <Dropdown
      trigger={
        <Button variant="quiet" size="icon" aria-label="Appearance">
          <Icon aria-hidden="true" />
        </Button>
      }
    >
      <DropdownLabel>Theme</DropdownLabel>
      {themes.map((choice) => (
        <DropdownItem
          key={choice}
          onSelect={() => {
            setTheme(choice)
            chooseAppearance('theme', choice)
          }}
        >
          <Chosen yes={choice === theme} />
          {themeWords[choice]}
        </DropdownItem>
      ))}
      <DropdownLabel>Tables</DropdownLabel>
      {densities.map((choice) => (
        <DropdownItem
          key={choice}
          onSelect={() => {
            setDensity(choice)
            chooseAppearance('density', choice)
          }}
        >
          <Chosen yes={choice === density} />
          {densityWords[choice]}
        </DropdownItem>
      ))}
    </Dropdown>
  )
}

function Chosen({ yes }: { yes: boolean }) {
  return (
    <span className="w-4 text-accent">
      <span aria-hidden="true">{yes ? '✓' : ''}</span>
      <span className="sr-only">{yes ? 'Chosen: ' : ''}</span>
    </span>
  )
}
