code=closed-edited
honest() {
  as anna
  CPM=$(do_sms record-compliment --title 'Fast help' --text 'Quick and kind')
  do_sms set "$CPM" service=mail
  do_sms note "$CPM" 'Told the team'
}
tamper() {
  edit_json "$(git ls-files "records/compliment/**/$CPM.json")" '.text = "Quick, kind, and would pay more"'
  commit
}
