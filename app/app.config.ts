export default defineAppConfig({
  ui: { colors: { primary: 'vermilion', neutral: 'paper' } }
})
