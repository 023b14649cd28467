code=revision-open
options=(--strict)
tamper() {
  echo 'More.' >>documents/$POL.md
  commit
}
