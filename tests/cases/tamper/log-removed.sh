code=log-rewritten
tamper() {
  edit_json "$TWO" 'del(.log[2])'
  commit
}
