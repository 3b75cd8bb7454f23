const choiceTexts = {
  qualifying: 'property.demotion.qualifying',
  one_step: 'property.demotion.one_step',
  never: 'property.demotion.never',
  daily: 'property.every.daily',
  weekly: 'property.every.weekly',
  monthly: 'property.every.monthly',
  owner: 'property.assignment.owner',
  pool: 'property.assignment.pool',
  leader: 'property.assignment.leader',
  supervisor: 'property.routes.supervisor',
  head_office: 'property.routes.head_office',
  consent: 'property.bases.consent',
  objection: 'property.bases.objection',
  contract: 'property.bases.contract',
  communication: 'property.methods.communication',
  personal_service: 'property.methods.personal_service',
  gift: 'property.methods.gift',
  activity: 'property.methods.activity',
  after_sales: 'property.methods.after_sales',
  training: 'property.methods.training',
  survey: 'property.methods.survey',
  regular: 'property.rhythms.regular',
  irregular: 'property.rhythms.irregular',
  closest: 'property.senders.closest',
  institution: 'property.senders.institution',
  benefit: 'property.valueAdds.benefit',
  service: 'property.valueAdds.service',
  image: 'property.valueAdds.image',
} as const

/** The words for a value that a definition takes from a fixed list. */
export const choiceText = (choice: string): (typeof choiceTexts)[keyof typeof choiceTexts] =>
  choiceTexts[choice as keyof typeof choiceTexts]
