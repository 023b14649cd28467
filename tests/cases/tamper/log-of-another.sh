code=log-rewritten
tamper() {
  edit_json "$TWO" '.log[1].by = "PER-BRUNO-MEIER"'
  commit
}
