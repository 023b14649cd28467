code=record-json
tamper() {
  echo '{' >"$TWO"
  commit
}
