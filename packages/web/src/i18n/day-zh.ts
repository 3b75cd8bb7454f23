/** Texts of the working day: workbench, appointments, the customer's page. */
export const dayZh = {
  desk: {
    allModules: '全部模块',
  },
}
