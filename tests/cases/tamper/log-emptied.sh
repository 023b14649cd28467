code=log-rewritten
tamper() {
  edit_json "$TWO" '.log = []'
  commit
}
