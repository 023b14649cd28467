code=log-rewritten
tamper() {
  edit_json "$TWO" '.log[2].text = "Other"'
  commit
}
