code=time-order
honest() {
  do_sms note "$TWO" "In time"
}
tamper() {
  edit_json records/service/SVC-FILES.json '.description = "Folders"'
  clock 2026-01-03
  commit
}
