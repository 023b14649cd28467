code=closed-edited
honest() {
  as anna
  do_sms note "$ONE" 'Still well'
}
tamper() {
  edit_json "$ONE" '.resolution = "It was the weather"'
  commit
}
