code=void-edited
honest() {
  as anna
  do_sms note "$THREE" 'See the other'
}
tamper() {
  edit_json "$THREE" '.title = "Never was"'
  commit
}
