const choiceTexts = {
  qualifying: 'property.demotion.qualifying',
  one_step: 'property.demotion.one_step',
  never: 'property.demotion.never',
  daily: 'property.every.daily',
  weekly: 'property.every.weekly',
  monthly: 'property.every.monthly',
} as const

/** The words for a value that a definition takes from a fixed list. */
export const choiceText = (choice: string): (typeof choiceTexts)[keyof typeof choiceTexts] =>
  choiceTexts[choice as keyof typeof choiceTexts]
